import { expect } from 'chai'
import type { FieldSchema } from '../../../src/models/field.js'
import type { ComponentSection } from '../../../src/settings/sections.js'
import { faults, load } from './support.js'

const systemd: ComponentSection = {
  key: 'systemd',
  component: 'systemd',
  provides: ['service_manager', 'scheduler', 'tmpfiles_manager'],
  schema: {
    type: 'object',
    properties: {
      unit_path: { type: 'string', 'x-settings': { path: 'absolute' } },
      user: { type: 'boolean', default: true },
      sudo: { type: 'boolean', default: false },
    },
  },
  defaults: ({ user }) => ({ unit_path: `${user.home}/.local/share/systemd/user` }),
  check: ({ systemd: section }) => {
    const { user, sudo } = section as { user: boolean; sudo: boolean }
    const msg = "cannot be used with 'user' mode"
    return user && sudo ? [{ type: 'value_error', loc: ['systemd', 'sudo'], msg }] : []
  },
}

const repository: FieldSchema = {
  oneOf: [
    {
      type: 'object',
      required: ['mode', 'path'],
      properties: {
        mode: { const: 'path' },
        path: { type: 'string', 'x-settings': { path: 'data' } },
        retention: {
          type: 'object',
          default: {},
          properties: { full: { type: 'integer', minimum: 1, default: 2 } },
        },
      },
    },
    {
      type: 'object',
      required: ['mode', 'host'],
      properties: { mode: { const: 'host-ssh' }, host: { type: 'string' } },
    },
  ],
}
const backup: ComponentSection = {
  key: 'pgbackrest',
  component: 'pgbackrest',
  schema: {
    type: 'object',
    required: ['repository'],
    properties: {
      execpath: {
        type: 'string',
        default: '/usr/bin/pgbackrest',
        'x-settings': { path: 'absolute', exists: 'executable' },
      },
      repository,
    },
  },
}
const tree = { '/usr/bin/pgbackrest*': '' }

describe('sections of components', () => {
  it('without installed component name the command that installs it', async () => {
    const yaml = 'pgbackrest: {}\nprometheus: {}\npatroni: {}\npowa: {}\nsystemd: {}\nlogrotate: {}\n'
    expect(await faults({ yaml, env: { PGLIFT_RSYSLOG: '{}' } })).to.deep.equal([
      "pgbackrest: component 'pgbackrest' is not installed; run 'pglift plugins install @pglift/pgbackrest'",
      "prometheus: component 'prometheus' is not installed; run 'pglift plugins install @pglift/postgres-exporter'",
      "patroni: component 'patroni' is not installed; run 'pglift plugins install @pglift/patroni'",
      "powa: component 'powa' is not installed; run 'pglift plugins install @pglift/powa'",
      "systemd: component 'systemd' is not installed; run 'pglift plugins install @pglift/systemd'",
      "logrotate: component 'logrotate' is not installed; run 'pglift plugins install @pglift/logrotate'",
      "rsyslog: component 'rsyslog' is not available; remove this section",
    ])
  })

  it('that are null need no component', async () => {
    const { settings } = await load({
      yaml: 'powa: null\nsystemd: null\ntemboard:\n',
      env: { PGLIFT_PATRONI: 'null' },
    })
    expect(settings).not.to.have.any.keys('powa', 'systemd', 'temboard', 'patroni')
  })

  it('are null by default, enabled by {} and disabled by null', async () => {
    const sections = [systemd]
    expect((await load({ sections })).settings.systemd).to.equal(null)
    const enabled = await load({ sections, env: { PGLIFT_SYSTEMD: '{}' } })
    expect(enabled.settings.systemd).to.deep.equal({
      unit_path: '/home/alice/.local/share/systemd/user',
      user: true,
      sudo: false,
    })
    const disabled = await load({ sections, yaml: 'systemd: {user: false}', env: { PGLIFT_SYSTEMD: 'null' } })
    expect(disabled.settings.systemd).to.equal(null)
  })

  it('make their component the manager of what it provides, unless that is set', async () => {
    const { settings } = await load({ sections: [systemd], yaml: 'systemd: {}\nscheduler: null' })
    expect(settings).to.include({ service_manager: 'systemd', scheduler: null, tmpfiles_manager: 'systemd' })
  })

  it('must be there for a manager that is set', async () => {
    const yaml = 'service_manager: systemd\nscheduler: cron'
    const expected = [
      "service_manager: cannot use systemd, if 'systemd' is not enabled globally",
      "scheduler: cannot use cron, if 'cron' is not enabled globally",
    ]
    expect(await faults({ yaml })).to.deep.equal(expected)
    expect(await faults({ yaml, sections: [systemd] })).to.deep.equal(expected)
  })

  it('have checks of their own', async () => {
    expect(await faults({ sections: [systemd], yaml: 'systemd: {sudo: yes}' })).to.deep.equal([
      "systemd.sudo: cannot be used with 'user' mode",
    ])
  })

  it('may be unions that a tag tells apart', async () => {
    const { settings } = await load({
      sections: [backup],
      tree,
      yaml: 'pgbackrest: {repository: {mode: path, path: backups}}',
      env: { PGLIFT_PGBACKREST__REPOSITORY__RETENTION__FULL: '5' },
    })
    expect((settings.pgbackrest as { repository: unknown }).repository).to.deep.equal({
      mode: 'path',
      path: '/home/alice/.local/share/pglift/srv/backups',
      retention: { full: 5 },
    })
  })

  const cases: readonly [string, readonly string[]][] = [
    ['{}', ['pgbackrest.repository: Field required']],
    ['{repository: {path: x}}', ['pgbackrest.repository.mode: Field required']],
    [
      '{repository: {mode: path, path: x, foo: 1}}',
      ['pgbackrest.repository.path.foo: Extra inputs are not permitted'],
    ],
    [
      '{repository: {mode: tape}}',
      [
        "pgbackrest.repository.mode: Input tag 'tape' found using 'mode' does not match any of the expected tags: 'path', 'host-ssh'",
      ],
    ],
    ['{repository: {mode: host-ssh}}', ['pgbackrest.repository.host-ssh.host: Field required']],
    [
      '{repository: {mode: path, path: x, retention: {full: 0}}}',
      ['pgbackrest.repository.path.retention.full: Input should be greater than or equal to 1'],
    ],
    ['{repository: 3}', ['pgbackrest.repository: Input should be of type object']],
    [
      '{execpath: /none, repository: {mode: path, path: x}}',
      ['pgbackrest.execpath: Path does not point to an executable file'],
    ],
  ]
  for (const [yaml, expected] of cases) {
    it(`report where they are at fault: ${yaml}`, async () => {
      expect(await faults({ sections: [backup], tree, yaml: `pgbackrest: ${yaml}` })).to.deep.equal(expected)
    })
  }
})
