import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { basename } from 'node:path'

interface Packument {
  name: string
  'dist-tags': Record<string, string>
  versions: Record<string, object>
}

const digest = (algorithm: string, encoding: 'hex' | 'base64', body: Buffer) =>
  createHash(algorithm).update(body).digest(encoding)

/** An npm registry on loopback that serves what was published to it, and answers 404 for all else. */
export class Registry {
  readonly #documents = new Map<string, Packument>()
  readonly #tarballs = new Map<string, Buffer>()
  readonly #server: Server
  #url = ''
  #held: Promise<void> = Promise.resolve()
  #asked: () => void = () => undefined

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = decodeURIComponent(request.url?.split('?')[0] ?? '')
      const tarball = this.#tarballs.get(path)
      if (tarball !== undefined) {
        this.#asked()
        return void this.#held.then(() => response.end(tarball))
      }
      const document = this.#documents.get(path.slice(1))
      response.statusCode = document === undefined ? 404 : 200
      response.setHeader('content-type', 'application/json')
      return response.end(JSON.stringify(document ?? { error: 'not_found' }))
    })
  }

  /** Starts one on a port of the kernel's choice. */
  static async start(): Promise<Registry> {
    const registry = new Registry()
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve))
    const { port } = registry.#server.address() as { port: number }
    registry.#url = `http://127.0.0.1:${port}`
    return registry
  }

  get url(): string {
    return this.#url
  }

  /** Publishes a tarball under `tag`, in place of one of the same version; `spoil` changes what is given away. */
  publish(tarball: string, tag = 'latest', spoil = (body: Buffer): Buffer => body): void {
    const body = readFileSync(tarball)
    const text = execFileSync('tar', ['-xOzf', tarball, 'package/package.json'], { encoding: 'utf8' })
    const json = JSON.parse(text) as { name: string; version: string }
    const { name, version } = json
    const document = this.#documents.get(name) ?? { name, 'dist-tags': {}, versions: {} }
    const path = `/${name}/-/${basename(tarball)}`
    const dist = {
      tarball: `${this.#url}${path}`,
      shasum: digest('sha1', 'hex', body),
      integrity: `sha512-${digest('sha512', 'base64', body)}`,
    }
    document.versions[version] = { ...json, dist }
    document['dist-tags'][tag] = version
    this.#documents.set(name, document)
    this.#tarballs.set(path, spoil(body))
  }

  /** Gives no package away until it is released; `asked` is kept when somebody wants one. */
  hold(): { asked: Promise<void>; release: () => void } {
    let release: () => void = () => undefined
    this.#held = new Promise((resolve) => {
      release = resolve
    })
    const asked = new Promise<void>((resolve) => {
      this.#asked = resolve
    })
    return { asked, release }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
