import { chmod, cp, rm } from 'node:fs/promises'
import { build } from 'esbuild'

/** One bundled file per process, so that start-up reads few files; packages stay in node_modules. */
await rm('dist', { recursive: true, force: true })
await build({
  entryPoints: {
    node: 'src/node.ts',
    cli: 'src/cli.ts',
    imageWorker: 'src/adapters/images/imageWorker.ts',
  },
  outdir: 'dist',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: true,
  logLevel: 'warning',
})
await build({
  entryPoints: { chat: 'src/http/chat/client.ts', 'chat-style': 'src/http/chat/chat.css' },
  outdir: 'dist/public/assets',
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
})
await cp('src/assets', 'dist/public/assets', { recursive: true })
await chmod('dist/cli.js', 0o755)
