import { componentContract } from '@pglift/sdk/testing'

componentContract({
  root: new URL('../..', import.meta.url).pathname,
  register: () => import('../src/register.js'),
  section: { execpath: '/bin/true' },
  fields: { pgbouncer: { port: 6432 } },
})
