import type { Secret } from '../models/secret.js'
import type { Step, StepKinds } from './step.js'

export interface StepOptions {
  /** Logged at INFO when performed. */
  title?: string | undefined
}

/** A file with its whole content. A `Secret` content is never shown, diffed or journaled. */
export interface DeclaredFile {
  path: string
  content: string | Secret
  mode: number
}

/**
 * An ordered list of effects, built by operations and by the components that tap the lifecycle. Building one changes
 * nothing; the engine performs it, skips what already holds and undoes it when a later step fails.
 */
export class Plan {
  readonly #steps: Step[] = []
  readonly #by: string | undefined

  constructor(by?: string) {
    this.#by = by
  }

  get steps(): readonly Step[] {
    return this.#steps
  }

  step<K extends keyof StepKinds>(kind: K, args: StepKinds[K], options: StepOptions = {}): this {
    this.#steps.push({
      kind,
      args,
      ...(options.title === undefined ? {} : { title: options.title }),
      ...(this.#by === undefined ? {} : { by: this.#by }),
    })
    return this
  }

  /** All steps of another plan, after those that are here. */
  append(plan: Plan): this {
    this.#steps.push(...plan.steps)
    return this
  }

  /** Makes the directory and those above it; undone: removes those it made, if empty. */
  directory(path: string, mode: number, options?: StepOptions): this {
    return this.step('directory.create', { path, mode }, options)
  }

  /** Writes atomically; undone: the former file is put back, or the new one removed. */
  file(file: DeclaredFile, options?: StepOptions): this {
    return this.step('file.write', file, options)
  }

  removeFile(path: string, options?: StepOptions): this {
    return this.step('file.remove', { path }, options)
  }

  /** Removes a directory if it is empty. */
  removeDirectory(path: string, options?: StepOptions): this {
    return this.step('directory.remove', { path }, options)
  }

  /** Removes a directory with all it holds. Can't be undone: declare it as late as possible. */
  removeTree(path: string, options?: StepOptions): this {
    return this.step('tree.remove', { path }, options)
  }

  /**
   * Removes a directory that the instances of a site share, with all it holds. One like `/var/log/postgresql`, in a
   * directory where the site can make none, is not the site's to remove: it stays, with a warning.
   */
  removeSiteDirectory(path: string, options?: StepOptions): this {
    return this.step('site-directory.remove', { path }, options)
  }
}
