import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall } from '../test/apt.mjs'
import { run } from '../test/run.mjs'

const CONFIGURATION = '/etc/postgresql-common/createcluster.conf'
const FOLDER = '/etc/postgresql-common/createcluster.d'
const FILE = join(FOLDER, 'pglift-quickstart.conf')

/** Installs Debian's package `postgresql`, without the cluster that it would create and start, which nobody asked for. */
export function installWithoutCluster() {
  aptInstall('postgresql-common')
  const isOurs = !existsSync(FOLDER)
  try {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(
      FILE,
      '# Written by ./quickstart while it installs PostgreSQL.\ncreate_main_cluster = false\n',
    )
    const answer = run('pg_conftool', [CONFIGURATION, 'show', '-bs', 'create_main_cluster']).trim()
    if (answer !== 'off') throw new Error(`${CONFIGURATION} does not heed ${FILE}`)
    aptInstall('postgresql')
  } finally {
    rmSync(FILE, { force: true })
    if (isOurs) rmdirSync(FOLDER)
  }
}
