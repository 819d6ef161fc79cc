/** A structured log; `err` among the fields is an error, which the log writes without personal data. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
