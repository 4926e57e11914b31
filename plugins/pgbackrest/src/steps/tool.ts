import type { Secret, StepContext } from '@pglift/sdk'
import type { Tool } from '../argv/argv.js'
import type { RunContext, RunOptions } from '../run.js'

/** What steps that run pgBackRest carry. */
export interface StanzaArgs extends Tool {
  stanza: string
  datadir: string
}

/** What steps carry whose pgBackRest connects to PostgreSQL. */
export interface ConnectingArgs extends StanzaArgs {
  /** Of the backup role, as the manifest gives it. */
  password?: Secret
  passfile: string | null
}

/** What running pgBackRest takes of a step. */
export function runContext({ effects, signal, log }: StepContext): RunContext {
  return { processes: effects.processes, signal, log }
}

/** With which password it connects. */
export function credentials({
  password,
  passfile,
}: ConnectingArgs): Pick<RunOptions, 'password' | 'passfile'> {
  return { passfile, ...(password === undefined ? {} : { password }) }
}
