import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** One passkey in software, as a browser gives its answers (WebAuthn Level 3): ES256, user verified, attestation none. */
export interface SoftAuthenticator {
  /** The answer to `options` from the desk, as JSON text. */
  register(options: { readonly challenge: string; readonly rp: { readonly id?: string } }): string
  signIn(options: { readonly challenge: string; readonly rpId?: string }): string
}

const userPresent = 0x01
const userVerified = 0x04
const credentialIncluded = 0x40

/** @param origin of the page that asks */
export const softAuthenticator = (origin: string): SoftAuthenticator => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')

  const clientData = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

  /** The signature counter stays zero, as that of passkeys which are synchronised. */
  const authenticatorData = (domain: string, flags: number, credential = Buffer.alloc(0)): Buffer =>
    Buffer.concat([sha256(domain), Buffer.from([flags, 0, 0, 0, 0]), credential])

  const answer = (response: Readonly<Record<string, Buffer>>): string =>
    JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(
        Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]),
      ),
    })

  return {
    register({ challenge, rp }) {
      const aaguid = Buffer.alloc(16)
      const credential = Buffer.concat([aaguid, Buffer.from([0, 32]), credentialId, coseKey(publicKey)])
      const data = authenticatorData(rp.id ?? '', userPresent | userVerified | credentialIncluded, credential)
      return answer({
        clientDataJSON: clientData('webauthn.create', challenge),
        // CBOR: { fmt: 'none', attStmt: {}, authData }
        attestationObject: Buffer.concat([
          Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
          Buffer.from([data.length]),
          data,
        ]),
      })
    },

    signIn({ challenge, rpId }) {
      const data = authenticatorData(rpId ?? '', userPresent | userVerified)
      const clientDataJSON = clientData('webauthn.get', challenge)
      const signature = sign('sha256', Buffer.concat([data, sha256(clientDataJSON)]), privateKey)
      return answer({ clientDataJSON, authenticatorData: data, signature })
    },
  }
}

/** CBOR: { 1 (kty): 2 (EC2), 3 (alg): -7 (ES256), -1 (crv): 1 (P-256), -2: x, -3: y } */
const coseKey = (publicKey: KeyObject): Buffer => {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest()
