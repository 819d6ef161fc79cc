/** Thrown inside the decoder where its data breaks off or makes no sense; it does not leave `decodePlanes`. */
export class DamagedJpeg extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'DamagedJpeg'
  }
}
