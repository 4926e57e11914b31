import { DatabaseModel } from '../../src/models/database.js'
import { composeHost } from '../../src/models/host.js'
import { composeInstance } from '../../src/models/instance.js'
import { schemaOf } from '../../src/models/json-schema.js'
import { RoleModel } from '../../src/models/role.js'
import { siteSchema } from '../../src/settings/schema/site.js'
import { expectSnapshot } from './snapshot.js'

const SCHEMAS = {
  instance: () => schemaOf(composeInstance([])),
  host: () => schemaOf(composeHost(composeInstance([]))),
  role: () => schemaOf(RoleModel),
  database: () => schemaOf(DatabaseModel),
  'site-settings': () => siteSchema([]),
}

describe('JSON schemas', () => {
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    it(`${name}: what --schema prints is what was promised`, () => {
      expectSnapshot(`${name}.schema.json`, `${JSON.stringify(schema(), null, 2)}\n`)
    })
  }
})
