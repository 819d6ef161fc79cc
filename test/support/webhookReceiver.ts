import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Received {
  readonly id: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface WebhookReceiver {
  readonly url: string
  readonly received: Received[]
  /** What the next requests are answered, in turn; 204 when nothing is left. */
  readonly answers: (number | 'nothing')[]
  /** How many connections were made to it. */
  connections(): number
  /** Whether the message passes the check of another implementation of Standard Webhooks. */
  verifies(message: Received | undefined, secret: string): boolean
  close(): Promise<void>
}

/** Somebody's receiver of webhooks, on this machine. */
export const openWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const received: Received[] = []
  const answers: WebhookReceiver['answers'] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (text: string) => (body += text))
    request.on('end', () => {
      received.push({ id: String(request.headers['webhook-id']), headers: request.headers, body })
      const status = answers.shift() ?? 204
      if (status === 'nothing') return
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  let connections = 0
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answers,
    connections: () => connections,
    verifies: (message, secret) => {
      if (!message) return false
      try {
        new Webhook(secret).verify(message.body, message.headers as Record<string, string>)
        return true
      } catch (error) {
        if (error instanceof Error && /signature|timestamp/iu.test(error.message)) return false
        throw error
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
