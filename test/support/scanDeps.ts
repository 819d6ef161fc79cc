import type { Vault } from '../../src/core/ports.ts'
import { formLayout } from '../../src/core/formLayout.ts'
import type { DeskDeps } from '../../src/http/desk/deskRoutes.tsx'

/** What the desk serves scans with, where a test is not about that: every picture as it is, the words aside. */
export const scanDeps = (vault: Vault): Pick<DeskDeps, 'vault' | 'watermark' | 'layout'> => ({
  vault,
  watermark: { burn: async (jpeg) => jpeg },
  layout: formLayout,
})
