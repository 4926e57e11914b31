import { Parser } from '@oclif/core'
import { expect } from 'chai'
import { flagForLoc, usageFromFaults } from '../../../../src/cli/errors/usage-from-faults.js'
import { alterFlags, createFlags, dropFlags, oclifFlags } from '../../../../src/cli/flags/flags-from-model.js'
import { manifestFromFlags } from '../../../../src/cli/flags/manifest-from-flags.js'
import { DatabaseModel } from '../../../../src/models/database.js'
import { flagSpecs } from '../../../../src/models/flag-spec.js'
import { HbaRecordModel } from '../../../../src/models/hba.js'
import { composeInstance, InstanceModel } from '../../../../src/models/instance.js'
import { RoleModel } from '../../../../src/models/role.js'
import { faultsOf } from '../../models/support.js'

const parse = async (flags: ReturnType<typeof createFlags>, argv: string[]) =>
  (await Parser.parse(argv, { flags, strict: true })).flags as Record<string, unknown>

describe('cli/flags/flags-from-model', () => {
  it('offers the options of the original', () => {
    expect(Object.keys(createFlags(InstanceModel))).to.have.members([
      'version',
      'standby-for',
      'standby-password',
      'standby-slot',
      'port',
      'data-checksums',
      'locale',
      'encoding',
      'auth-local',
      'auth-host',
      'auth-hostssl',
      'surole-password',
      'replrole-password',
      'state',
      'slot',
    ])
    expect(Object.keys(alterFlags(InstanceModel))).to.have.members([
      'port',
      'data-checksums',
      'state',
      'create-slot',
      'drop-slot',
    ])
    expect(Object.keys(createFlags(RoleModel))).to.deep.equal([
      'password',
      'encrypted-password',
      'inherit',
      'login',
      'superuser',
      'createdb',
      'createrole',
      'replication',
      'connection-limit',
      'valid-until',
      'in-role',
      'pgpass',
    ])
    expect(Object.keys(alterFlags(RoleModel)))
      .to.include.members(['grant', 'revoke'])
      .and.not.include('in-role')
    expect(Object.keys(dropFlags(RoleModel))).to.deep.equal(['drop-owned', 'reassign-owned'])
    expect(Object.keys(createFlags(DatabaseModel))).to.deep.equal([
      'owner',
      'schema',
      'extension',
      'locale',
      'clone-from',
      'clone-schema-only',
      'tablespace',
    ])
    expect(Object.keys(alterFlags(DatabaseModel))).to.deep.equal([
      'owner',
      'add-schema',
      'remove-schema',
      'add-extension',
      'remove-extension',
      'tablespace',
    ])
    expect(Object.keys(dropFlags(DatabaseModel))).to.deep.equal(['force'])
    expect(Object.keys(createFlags(HbaRecordModel))).to.deep.equal([
      'connection-type',
      'connection-address',
      'connection-netmask',
      'database',
      'method',
      'user',
    ])
    expect(createFlags(HbaRecordModel).method?.required).to.equal(true)
  })

  it('gives help its words', () => {
    const flags = createFlags(InstanceModel)
    expect(flags.state).to.include({ helpValue: '[started|stopped]' })
    expect(flags.port).to.include({ helpValue: 'PORT' })
    expect(flags['surole-password']).to.include({ helpValue: 'TEXT' })
    expect(flags['data-checksums']).to.include({ type: 'boolean', allowNo: true })
    expect(flags['standby-for']).to.include({ helpValue: 'DSN' })
  })

  it('is parsed by oclif into a manifest', async () => {
    const specs = flagSpecs(InstanceModel, 'create')
    const argv = ['--port', '5433', '--no-data-checksums', '--slot', 'a', '--slot=b', '--standby-for=port=1']
    const flags = await parse(oclifFlags(specs), argv)
    expect(manifestFromFlags(specs, { ...flags, 'dry-run': true }, { base: { name: 'main' } })).to.deep.equal(
      {
        name: 'main',
        port: '5433',
        data_checksums: false,
        replication_slots: [{ name: 'a' }, { name: 'b' }],
        standby: { primary_conninfo: 'port=1' },
      },
    )
    expect(manifestFromFlags(specs, await parse(oclifFlags(specs), []))).to.deep.equal({})
  })

  it('adds and removes on alter', async () => {
    const specs = flagSpecs(RoleModel, 'alter')
    const flags = await parse(oclifFlags(specs), ['--revoke', 'a', '--grant', 'b', '--login'])
    expect(manifestFromFlags(specs, flags)).to.deep.equal({
      login: true,
      memberships: [{ role: 'b' }, { role: 'a', state: 'absent' }],
    })
  })

  it('takes options of components, as data or from their schema', () => {
    const stanza = {
      type: 'string',
      path: ['pgbackrest', 'stanza'],
      summary: 'Stanza.',
      required: true,
    } as const
    expect(oclifFlags({ 'pgbackrest-stanza': stanza })['pgbackrest-stanza']).to.include({ required: true })
    const schema = { type: 'object', properties: { stanza: { type: 'string', description: 'Stanza.' } } }
    const composed = composeInstance([{ name: 'pgbackrest', component: 'pgbackrest', schema }])
    expect(createFlags(composed)['pgbackrest-stanza']).to.include({ helpValue: 'STANZA', summary: 'Stanza.' })
  })

  it('tells which option is at fault', async () => {
    const tell = async (value: Record<string, unknown>) => {
      const line = { specs: flagSpecs(InstanceModel, 'create'), args: { name: 'NAME' }, manifest: value }
      return usageFromFaults(InstanceModel, await faultsOf(InstanceModel, value), line).message
    }
    expect(await tell({ name: 'a-b' })).to.equal(
      "Invalid value for 'NAME': String should match pattern '^[^/-]+$'",
    )
    expect(await tell({ name: 'a', port: 'x', replication_slots: [{ name: 'A' }] })).to.match(
      /^Invalid value for '--port': Input should be .*\nInvalid value for '--slot': replication slot name/,
    )
    expect(await tell({ name: 'a', standby: { primary_conninfo: 'port 1' } })).to.equal(
      'Invalid value for \'--standby-for\': missing "=" after "port" in connection info string',
    )
    expect(await tell({ name: 'a', standby: { slot: 's' } })).to.equal("Missing option '--standby-for'.")
    const slots = { name: 'a', standby: { primary_conninfo: 'port=1' }, replication_slots: [{ name: 's' }] }
    expect(await tell(slots)).to.equal(
      "Invalid value for '--slot': replication slots cannot be set on a standby instance",
    )
  })

  it('tells options that exclude each other', async () => {
    const value = { name: 'r', password: 'a', encrypted_password: `md5${'0'.repeat(32)}` }
    const error = usageFromFaults(RoleModel, await faultsOf(RoleModel, value), {
      specs: flagSpecs(RoleModel, 'create'),
    })
    expect(error.message).to.equal("'--password' and '--encrypted-password' can't be used together")
    expect(error.kind).to.equal('usage')
  })

  it('tells the option that removes from the one that adds', () => {
    const specs = flagSpecs(DatabaseModel, 'alter')
    const manifest = { schemas: [{ name: 'a' }, { name: 'b', state: 'absent' }] }
    expect(flagForLoc({ specs, manifest }, ['schemas', 0, 'name'])).to.equal('--add-schema')
    expect(flagForLoc({ specs, manifest }, ['schemas', 1, 'name'])).to.equal('--remove-schema')
    expect(flagForLoc({ specs }, ['settings'])).to.equal(undefined)
  })
})
