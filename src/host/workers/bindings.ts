import type { R2Bucket } from '../../adapters/r2/r2Objects.ts'

/** What wrangler.toml binds, beside the variables and secrets that the configuration names. */
export interface Bindings {
  readonly HYPERDRIVE: { readonly connectionString: string }
  readonly ASSETS: { readonly fetch: (address: string) => Promise<Response> }
  readonly SCANS: R2Bucket
  readonly JOBS: WakeUps
}

/** The queue that wakes a consumer. Its messages say nothing: what there is to do stands in the database. */
export interface WakeUps {
  /** `delaySeconds` is a whole number. */
  send(message: object, options: { readonly delaySeconds: number }): Promise<unknown>
}
