/** What any service manager can take from a service: by seccomp and prctl(2). */
const EVERYWHERE = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallErrorNumber=EPERM',
  'UMask=0077',
]

/** What takes privileges: capabilities, and mounts of its own. Data may be anywhere but in /usr, /boot and /etc. */
const OF_THE_SYSTEM = [
  'CapabilityBoundingSet=',
  'ProtectSystem=full',
  'ProtectControlGroups=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectKernelLogs=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectProc=invisible',
  'PrivateDevices=yes',
]

/** Lines that confine a service (systemd.exec(5), "Sandboxing"); see README.md for what is left out, and why. */
export function hardening(user: boolean): readonly string[] {
  return user ? EVERYWHERE : [...EVERYWHERE, ...OF_THE_SYSTEM]
}
