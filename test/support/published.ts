import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packComponents, packHostAndSdk } from './components.js'
import { Registry } from './registry.js'

/** A registry that has all packages of this project, and what npm has to be told of it. Whoever starts one calls `stop()`. */
export class Published {
  readonly #registry: Registry
  readonly #directory = mkdtempSync(join(tmpdir(), 'published-'))

  private constructor(registry: Registry) {
    this.#registry = registry
  }

  static async start(): Promise<Published> {
    const published = new Published(await Registry.start())
    try {
      await published.#publish()
    } catch (error) {
      await published.stop()
      throw error
    }
    return published
  }

  async #publish(): Promise<void> {
    await packHostAndSdk(this.#directory)
    await packComponents(this.#directory)
    const tarballs = readdirSync(this.#directory).filter((name) => name.endsWith('.tgz'))
    for (const name of tarballs) this.#registry.publish(join(this.#directory, name))
  }

  get env(): NodeJS.ProcessEnv {
    return {
      npm_config_registry: this.#registry.url,
      npm_config_userconfig: '/dev/null',
      npm_config_update_notifier: 'false',
    }
  }

  async stop(): Promise<void> {
    await this.#registry.stop()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}
