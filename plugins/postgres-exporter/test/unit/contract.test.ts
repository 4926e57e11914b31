import { componentContract } from '@pglift/sdk/testing'

componentContract({
  root: new URL('../../../../../plugins/postgres-exporter', import.meta.url).pathname,
  register: () => import('../../src/register.js'),
  // Any program: none is run.
  section: { execpath: process.execPath },
  fields: { prometheus: { port: 9188, password: 's3cret' } },
  notUndone: ['postgres-exporter.role'],
})
