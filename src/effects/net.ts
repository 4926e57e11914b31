import type { Server } from 'node:net'

/** TCP on this host. */
export interface Net {
  /** Whether nothing listens on `port`, on any address of IPv4 and IPv6. Found by binding: no packet is sent. */
  isPortFree(port: number): Promise<boolean>
  /** The same on one address only. An address that is none of this host's counts as free. */
  isAddressFree(host: string, port: number): Promise<boolean>
  /** Asks an HTTP server of this host or site; its answer as text, or why there is none. Its certificate is not checked. */
  get(url: string, timeoutMs: number): Promise<HttpAnswer | { readonly problem: string }>
  /** The same with a method, a body, credentials. Changes the world when the server does: for performers, then. */
  request(url: string, options: HttpOptions): Promise<HttpAnswer | { readonly problem: string }>
}

export interface HttpOptions {
  readonly timeoutMs: number
  /** `GET` by default. */
  readonly method?: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** `user:password` of basic authentication. */
  readonly credentials?: string
  /** What is trusted and shown over TLS: contents of PEM files. */
  readonly tls?: {
    readonly rejectUnauthorized?: boolean
    readonly ca?: string
    readonly cert?: string
    readonly key?: string
  }
}

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

async function canBind(port: number, host: string): Promise<boolean> {
  const { createServer } = await import('node:net')
  const server: Server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host, exclusive: true, ipv6Only: host === '::' }, () => {
      server.close(() => resolve(true))
    })
  })
}

function optionsOf({ method = 'GET', body, headers, credentials, tls }: HttpOptions) {
  const content = body === undefined ? undefined : JSON.stringify(body)
  return {
    content,
    options: {
      method,
      agent: false as const,
      ...(credentials === undefined ? {} : { auth: credentials }),
      ...tls,
      headers: {
        ...headers,
        ...(content === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
      },
    },
  }
}

async function request(url: string, asked: HttpOptions): Promise<HttpAnswer | { problem: string }> {
  const client = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const { content, options } = optionsOf(asked)
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(asked.timeoutMs)
    const fail = (error: Error) =>
      resolve({ problem: signal.aborted ? `no answer within ${asked.timeoutMs} ms` : error.message })
    const sent = client.request(url, { ...options, signal }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', fail)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    sent.once('error', fail)
    sent.end(content)
  })
}

/** The real network. A host without IPv6 (EADDRNOTAVAIL, EAFNOSUPPORT) counts as free there. */
export function realNet(): Net {
  return {
    isPortFree: async (port) => (await canBind(port, '0.0.0.0')) && (await canBind(port, '::')),
    isAddressFree: (host, port) => canBind(port, host),
    get: (url, timeoutMs) => request(url, { timeoutMs, tls: { rejectUnauthorized: false } }),
    request,
  }
}
