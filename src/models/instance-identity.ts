import type { PostgresVersion } from '../postgresql/versions.js'

/** Where everything of one instance lies. Computed from the site's settings; says nothing about what exists. */
export interface Instance {
  /** PostgreSQL major: `15`. */
  readonly version: PostgresVersion
  readonly name: string
  /** What users type and read: `15/main`. */
  readonly id: string
  /** What files and services are called: `15-main`. */
  readonly qualname: string
  /** Directory of the server's programs. */
  readonly bindir: string
  readonly datadir: string
  readonly waldir: string
  readonly dumpsDirectory: string
  readonly psqlrc: string
  readonly psqlHistory: string
  /** What the server says before its logging collector takes over. */
  readonly startLog: string
}

/** What a standby follows, from its own configuration. */
export interface ObservedStandby {
  readonly primaryConninfo: string | undefined
  readonly slot: string | undefined
}

/** An instance that exists, as its files and processes show it. Asking costs no child process and no SQL. */
export interface ObservedInstance extends Instance {
  /** Where it listens, or will when it is started. */
  readonly port: number
  /** What its configuration says; another than `port` while a restart is pending. */
  readonly configuredPort: number
  /** The first of `unix_socket_directories`. */
  readonly socketDirectory: string | undefined
  /** Effective settings: postgresql.conf with its includes, then postgresql.auto.conf. */
  readonly conf: Readonly<Record<string, string | number | boolean>>
  /** pid of the postmaster, when it runs. */
  readonly pid: number | undefined
  readonly running: boolean
  /** A standby has `standby.signal`; null: it is a primary. */
  readonly standby: ObservedStandby | null
  /** Unique to the data directory and its copies; undefined when pg_control can't be read. */
  readonly systemIdentifier: string | undefined
  /** From pg_control: right when the server is stopped, and also while it runs. */
  readonly dataChecksums: boolean | undefined
  /** A rewind of it was begun and not ended: nothing may start it. */
  readonly halfRewound: boolean
}
