/** As much of workerd's own module as is used. */
declare module 'cloudflare:workers' {
  export const WorkerEntrypoint: abstract new () => object
}
