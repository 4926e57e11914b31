import { componentContract } from '@pglift/sdk/testing'

// No etcd answers: what it would say is a fault of the manifest, not a failure.
componentContract({
  root: new URL('../../../../../plugins/patroni', import.meta.url).pathname,
  register: () => import('../../src/register.js'),
  section: { execpath: '/bin/true', ctlpath: '/bin/true', etcd: { hosts: ['127.0.0.1:1'] } },
  postgresql: { replrole: 'replication' },
  fields: {
    surole_password: 'super-secret',
    replrole_password: 'replication-secret',
    patroni: { cluster: 'app', node: 'm1', restapi: { connect_address: '127.0.0.2:1' } },
  },
})
