import { chmod, copyFile, cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { build } from 'esbuild'
import { readRareSlice } from '../src/adapters/pdf/fontFiles.ts'
import { rareSlices } from '../src/adapters/pdf/rareSlices.ts'
import { nodeBundle } from './nodeBundle.ts'

/** What runs from dist goes on doing so until all of the new is there, and after a build that fails. */
const draft = 'dist.new'

await rm(draft, { recursive: true, force: true })
await build({
  ...nodeBundle,
  entryPoints: {
    node: 'src/node.ts',
    jobs: 'src/jobs.ts',
    cli: 'src/cli.ts',
    imageHelper: 'src/adapters/images/imageHelper.ts',
    watermarkHelper: 'src/adapters/images/watermarkHelper.ts',
    convertHelper: 'src/adapters/images/convertHelper.ts',
    ocrHelper: 'src/adapters/ocr/ocrHelper.ts',
  },
  outdir: draft,
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: true,
})
await build({
  entryPoints: {
    chat: 'src/http/chat/client.ts',
    'chat-style': 'src/http/chat/chat.css',
    desk: 'src/http/desk/client.ts',
    viewer: 'src/http/desk/review/viewer.ts',
    'desk-style': 'src/http/desk/desk.css',
    plots: 'src/http/desk/oversight/plots.ts',
  },
  outdir: `${draft}/public/assets`,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
})
await cp('src/assets', `${draft}/public/assets`, { recursive: true })

// Node reads the fonts from their packages; a host without a file system is given them as assets.
const { resolve } = createRequire(import.meta.url)
await mkdir(`${draft}/public/fonts/rare`, { recursive: true })
await copyFile(
  resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  `${draft}/public/fonts/sans.ttf`,
)
await copyFile(
  resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  `${draft}/public/fonts/latin.ttf`,
)
for (const slice of rareSlices)
  await writeFile(`${draft}/public/fonts/rare/${slice}.ttf`, await readRareSlice(slice))
await chmod(`${draft}/cli.js`, 0o755)
await rm('dist', { recursive: true, force: true })
await rename(draft, 'dist')
