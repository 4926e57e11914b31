// A server of the S3 protocol, as npm ships it, for backups in a store of objects.
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run, succeeds } from './run.mjs'

/** Pinned: a new release is a deliberate change. */
const PACKAGE = 's3rver@3.7.1'

/** Its program, a script for Node, installed below `cache` or found there. Throws when npm cannot. */
export function s3Server(cache) {
  const target = join(cache, PACKAGE)
  const program = join(target, 'node_modules/s3rver/bin/s3rver.js')
  const works = () => existsSync(program) && succeeds(process.execPath, [program, '--version'])
  if (works()) return program
  console.log(`setup: ${PACKAGE} into ${target}`)
  const fresh = mkdtempSync(join(dirname(target), 'installing-'))
  try {
    const options = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts']
    run('npm', ['install', '--prefix', fresh, ...options, PACKAGE], { cwd: fresh })
    run('chmod', ['-R', 'a+rX', fresh])
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  if (!works()) throw new Error(`${program} does not start`)
  return program
}
