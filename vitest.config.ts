import { defineConfig } from 'vitest/config'

/** One project per kind of part a test needs, so that a fast one can run alone: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'test/core/**/*.test.ts',
            'test/bot/**/*.test.ts',
            'test/*.test.ts',
            'test/adapters/{pdf,images,keys,files}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: [
            'test/adapters/postgres/**/*.test.ts',
            'test/contracts/**/*.test.ts',
            'test/http/**/*.test.{ts,tsx}',
            'test/faults/**/*.test.ts',
          ],
          globalSetup: ['test/support/postgresServer.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts', 'test/worker/**/*.test.ts'],
          globalSetup: ['test/support/postgresServer.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
