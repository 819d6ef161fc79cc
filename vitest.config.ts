import { configDefaults, defineConfig } from 'vitest/config'

/** What needs a PostgreSQL, and what besides starts whole services, browsers and Workers; the rest needs nothing. */
const postgres = ['adapters/postgres', 'contracts', 'faults', 'http'].map(
  (folder) => `test/${folder}/**/*.test.{ts,tsx}`,
)
const journeys = ['journeys', 'worker'].map((folder) => `test/${folder}/**/*.test.{ts,tsx}`)

export default defineConfig({
  test: {
    // by itself vitest leaves one core to others: on two, that is half of what there is
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...postgres, ...journeys],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: postgres,
          globalSetup: ['test/support/postgresServer.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: journeys,
          globalSetup: ['test/support/postgresServer.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // a busy machine is slow, and waiting costs nothing where nothing is wrong
          expect: { poll: { timeout: 15_000 } },
          fileParallelism: false,
        },
      },
    ],
  },
})
