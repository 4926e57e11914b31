import type { Argv } from '../effects/processes.js'

/** How to see that a service does its work: an answer over HTTP, a port that is listened on, or a program that ends with 0. */
export type Readiness =
  | {
      readonly url: string
      /** Text that the answer (of status 200) has to hold: `pg_up 1`. */
      readonly contains?: string
      /** Status that is good enough, whatever the answer holds: 401 of what asks for a password. */
      readonly orStatus?: number
      /** Longest time to wait, 10 by default. */
      readonly seconds?: number
    }
  | { readonly port: number; readonly seconds?: number }
  | { readonly argv: Argv; readonly seconds?: number }

/**
 * A program that runs as long as an instance does, or the site: a server's satellite, or the server itself. Plain data,
 * journaled with the steps that start and stop it: secrets belong into a file, `environmentFile` or the program's own.
 */
export interface Service {
  /** Stem of its unit, `pglift-NAME@.service`: `postgres_exporter`. */
  readonly name: string
  /** Instance of the unit: `15-main`; empty for a service of the site, whose unit is `pglift-NAME.service`. */
  readonly instance: string
  /** As messages call it: `Prometheus postgres_exporter 15-main`. */
  readonly title: string
  readonly argv: Argv
  /** Put into its environment; no secret among them. */
  readonly environment?: Readonly<Record<string, string>>
  /** File of `NAME=value` lines that are put into its environment, values as systemd.exec(5) quotes them. */
  readonly environmentFile?: string
  /** Holds the pid when no service manager runs it. */
  readonly pidFile: string
  /** Takes its output when no service manager runs it. */
  readonly log: string
  /** File that names the logs that it writes by itself, a line `KIND PATH` each, as PostgreSQL's `current_logfiles`. */
  readonly logFiles?: string
  /** It counts as started when this holds; as soon as its process runs, without. */
  readonly ready?: Readiness
  /** Seconds between SIGTERM and SIGKILL, 30 by default. */
  readonly stopSeconds?: number
}

/** What can be done to a service. `keep-running` does nothing now: it puts the service back when all is undone. */
export type ServiceAction = 'enable' | 'disable' | 'start' | 'stop' | 'restart' | 'reload' | 'keep-running'

/** Something that is done again and again: the unit `pglift-NAME@.service`, begun by `pglift-NAME@.timer`. */
export interface Schedule {
  /** `backup`. */
  readonly name: string
  /** `15-main`. */
  readonly instance: string
  /** When, in the calendar syntax of systemd.time(7): `daily`, `Sun 02:00`. Absent: as the timer's unit says. */
  readonly calendar?: string
  /** Variables of each run. */
  readonly environment?: Readonly<Record<string, string>>
}

export type ScheduleAction = 'enable' | 'disable' | 'start' | 'stop'

/** A unit file that a service manager installs for the site. */
export interface Unit {
  /** `pglift-postgres_exporter@.service`. */
  readonly name: string
  /** A function where it takes work: before most commands only the names are asked for. */
  readonly content: string | (() => Promise<string>)
}

/** A directory that a reboot takes away. */
export interface RuntimeDirectory {
  /** Whose it is: `postgresql`. */
  readonly name: string
  readonly path: string
  readonly mode: number
}
