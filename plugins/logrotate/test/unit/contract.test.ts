import { componentContract } from '@pglift/sdk/testing'

componentContract({
  root: new URL('../../../../../plugins/logrotate', import.meta.url).pathname,
  register: () => import('../../src/register.js'),
  section: { days: 90 },
})
