import { expect } from 'chai'
import { maskHbaSecrets } from '../../../../src/operations/hba/secrets.js'

describe('operations/hba/secrets', () => {
  it('masks passwords of options', () => {
    const lines = [
      'host all all all ldap ldapserver=x ldapbindpasswd=s3kret ldapport=1',
      'host all all all ldap ldapbindpasswd="s3 k""ret" ldapport=1',
      'host all all all ldap "ldapbindpasswd=s3 kret" ldapport=1',
      'host all all all radius radiussecrets="s3,kret" radiusports=1',
      'host all all all ldap LDAPBINDPASSWD=a"s3 kret"b ldapport=1',
    ]
    for (const line of lines) {
      const masked = maskHbaSecrets(line)
      expect(masked, line).not.to.match(/s3|k""ret|kret|"b/)
      expect(masked, line)
        .to.include('***')
        .and.match(/ (ldapport|radiusports)=1$/)
    }
  })
})
