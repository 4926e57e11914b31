import type { Server } from 'node:net'

/** TCP on this host. */
export interface Net {
  /** Whether nothing listens on `port`, on any address of IPv4 and IPv6. Found by binding: no packet is sent. */
  isPortFree(port: number): Promise<boolean>
  /** The same on one address only. An address that is none of this host's counts as free. */
  isAddressFree(host: string, port: number): Promise<boolean>
  /**
   * Whether somebody listens on `port`, on any address. Read from the kernel's tables: binding to look, as above, could
   * keep off the one who is waited for.
   */
  isListenedTo(port: number): Promise<boolean>
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

/** In the tables of proc(5), `/proc/net/tcp`: local address and port, remote ones, state; 0A is LISTEN. */
async function isListenedTo(port: number): Promise<boolean> {
  const { readFile } = await import('node:fs/promises')
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const listening = new RegExp(`^ *\\d+: [0-9A-F]+:${hex} [0-9A-F]+:0000 0A `, 'm')
  // Without IPv6 there is no tcp6.
  const tables = ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'latin1').catch(() => ''))
  return (await Promise.all(tables)).some((table) => listening.test(table))
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
    isListenedTo,
    get: (url, timeoutMs) => request(url, { timeoutMs, tls: { rejectUnauthorized: false } }),
    request,
  }
}
