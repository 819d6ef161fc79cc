/** As wrangler gives it: compiled when the Worker is uploaded, for workerd compiles nothing itself. */
declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}
