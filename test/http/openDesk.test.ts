import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readFormFonts } from '../../src/adapters/pdf/fontFiles.ts'
import { formLayout } from '../../src/core/formLayout.ts'
import { readConfig } from '../../src/host/config.ts'
import { nodeHost } from '../../src/host/nodeHost.ts'
import { openDesk } from '../../src/host/openDesk.ts'
import { childProcesses } from '../support/childProcesses.ts'
import { openDeskFixture } from '../support/deskFixture.ts'

test('what marks scans is ready once somebody comes to the desk, one for all who come, and ends with it', async () => {
  const { close, ...fixture } = await openDeskFixture()
  const faults: unknown[] = []
  const desk = openDesk({
    ...fixture,
    address: 'https://recover.example',
    config: readConfig({}),
    background: () => undefined,
    deskSecret: randomBytes(32).toString('base64url'),
    host: nodeHost,
    fonts: await readFormFonts(),
    layout: formLayout,
    log: { info: () => undefined, warn: () => undefined, error: (fields) => faults.push(fields) },
  })
  const marking = async () => (await childProcesses('watermarkHelper')).length
  expect(await marking()).toBe(0)
  for (const _ of ['first', 'second']) expect((await desk.app.request('/desk')).status).toBe(303)
  await expect.poll(marking, { timeout: 20_000 }).toBe(1)
  await desk.close()
  expect([await marking(), faults]).toEqual([0, []])
  await close()
})
