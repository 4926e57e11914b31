import { expect } from 'chai'
import { carriedSettings, settingsForUpgrade } from '../../../../src/operations/instance/upgrade-settings.js'

const NONE = { initial: {}, template: {} }

describe('settings carried over by an upgrade', () => {
  it('are those that neither initdb nor the template gave', () => {
    const conf = { work_mem: '8MB', lc_messages: 'C', log_filename: '15-main.log', max_connections: 50 }
    const initial = { lc_messages: 'C', max_connections: 100 }
    const template = { log_filename: '15-main.log' }
    const { settings, warnings } = carriedSettings({ conf, initial, template }, '17')
    expect(settings).to.deep.equal({ work_mem: '8MB', max_connections: 50 })
    expect(warnings).to.deep.equal([])
  })

  it('are none that say where the server lies, or whom it followed', () => {
    const conf = { port: 5433, data_directory: '/x', primary_conninfo: 'host=a', recovery_target_xid: '1' }
    expect(carriedSettings({ conf, ...NONE }, '17').settings).to.deep.equal({})
  })

  it('are renamed or left out, with a warning, when the new major does not know them', () => {
    const conf = { vacuum_defer_cleanup_age: 10, force_parallel_mode: 'on', wal_keep_segments: 'x' }
    const { settings, warnings } = carriedSettings({ conf, ...NONE }, '16')
    expect(settings).to.deep.equal({ debug_parallel_query: 'on' })
    expect(warnings).to.have.members([
      "parameter 'vacuum_defer_cleanup_age' does not exist in PostgreSQL 16: it is left out",
      "parameter 'force_parallel_mode' does not exist in PostgreSQL 16: 'debug_parallel_query' is set instead",
      "parameter 'wal_keep_segments' does not exist in PostgreSQL 16: it is left out; see 'wal_keep_size'",
    ])
  })

  it('do not replace what stands under the new name already', () => {
    const conf = { force_parallel_mode: 'on', debug_parallel_query: 'regress' }
    const { settings } = carriedSettings({ conf, ...NONE }, '16')
    expect(settings).to.deep.equal({ debug_parallel_query: 'regress' })
  })

  it('are given to pg_upgrade as far as libraries need them', () => {
    const edits = { work_mem: '1MB', shared_preload_libraries: 'x', 'x.y': 1, archive_mode: 'on' }
    expect(settingsForUpgrade(edits)).to.deep.equal({ shared_preload_libraries: 'x', 'x.y': 1 })
  })
})
