#!/bin/bash
# A throw-away machine whose PID 1 is a real systemd: namespaces over a copy-on-write view of this machine's own file
# system, with a network of its own. What is written in it outlives its reboots and goes with it. Needs root, systemd,
# libpam-systemd, dbus-user-session, util-linux, overlayfs and cgroup2.
#
#   systemd-lab.sh start DIR [BIND...]     boots it; its state is in DIR, each BIND stays shared with this machine
#   systemd-lab.sh exec DIR USER CMD...    runs CMD in it as USER, with a login's environment; as root outside of any session
#   systemd-lab.sh reboot DIR
#   systemd-lab.sh stop DIR                kills all that runs in it
set -eu
self=$(readlink -f "$0")
die() { echo "systemd-lab: $*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || die "needs root"

# The cgroup2 hierarchy of this machine; one is mounted where there is none.
cgroups() {
  local found
  found=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)
  if [ -z "$found" ]; then
    found=/run/pglift-systemd-lab
    mkdir -p $found
    mount -t cgroup2 cgroup2 $found
  fi
  echo "$found"
}
group() { echo "$(cgroups)/lab-$(echo -n "$1" | md5sum | cut -c1-12)"; }

# Removes a group when its last process has ended; what is killed takes a moment.
remove_group() {
  for _ in $(seq 200); do
    [ -d "$1" ] || return 0
    find "$1" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.05
  done
}

# Boots again and again while a reboot was asked for; the disk outlives each boot.
keep() {
  local dir=$1 group
  group=$(group "$dir")
  mount -t tmpfs -o size=75%,mode=755 tmpfs "$dir/disk"
  mkdir "$dir/disk/upper" "$dir/disk/work" "$dir/disk/root"
  chmod 755 "$dir/disk/upper"
  touch "$dir/again"
  while [ -e "$dir/again" ]; do
    rm "$dir/again"
    mkdir -p "$group/machine"
    # The machine sees its own part of the cgroups only, from the process on that becomes its PID 1.
    (echo $BASHPID > "$group/machine/cgroup.procs"
     exec unshare --mount --pid --cgroup --uts --ipc --net --fork --kill-child=SIGKILL --propagation private \
       "$self" __boot "$dir") || true
    echo 1 > "$group/machine/cgroup.kill"
    remove_group "$group/machine"
  done
}

mask() {
  local unit
  for unit in "$@"; do ln -sf /dev/null "etc/systemd/system/$unit"; done
}

boot() {
  local dir=$1 device bind
  mount -t overlay -o "lowerdir=/,upperdir=$dir/disk/upper,workdir=$dir/disk/work" overlay "$dir/disk/root"
  cd "$dir/disk/root"
  mount -t proc proc proc
  mount -t tmpfs -o mode=755 tmpfs dev
  for device in null zero full random urandom tty; do
    touch dev/$device
    mount --bind /dev/$device dev/$device
  done
  mkdir dev/pts dev/shm
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
  mount -t tmpfs -o mode=1777 tmpfs dev/shm
  ln -s pts/ptmx dev/ptmx
  ln -s /proc/self/fd dev/fd
  ln -s fd/0 dev/stdin
  ln -s fd/1 dev/stdout
  ln -s fd/2 dev/stderr
  touch dev/console
  mount --bind /dev/null dev/console
  mount -t sysfs -o ro sysfs sys # read-only, so that nothing cares for devices
  mount -t cgroup2 cgroup2 sys/fs/cgroup
  mount -t tmpfs -o mode=755 tmpfs run
  mount -t tmpfs -o mode=1777 tmpfs tmp
  while read -r bind; do
    mkdir -p ".$bind"
    mount --bind "$bind" ".$bind"
  done < "$dir/binds"
  mkdir -p var/log/journal # kept on disk: a user may read his own then
  : > etc/fstab
  echo lab > etc/hostname
  echo '127.0.0.1 localhost lab' > etc/hosts
  hostname lab
  ln -sf /lib/systemd/system/multi-user.target etc/systemd/system/default.target
  rm -rf etc/systemd/system/multi-user.target.wants/* usr/lib/systemd/system/multi-user.target.wants/getty.target
  mask systemd-{udevd,udevd-kernel.socket,udevd-control.socket,udev-trigger,sysctl,modules-load,binfmt,remount-fs}.service \
    systemd-udevd-{kernel,control}.socket systemd-{random-seed,firstboot,timesyncd,networkd,update-utmp}.service \
    kmod-static-nodes.service modprobe@.service proc-sys-fs-binfmt_misc.automount networking.service \
    sys-kernel-{debug,tracing,config}.mount sys-fs-fuse-connections.mount dev-{mqueue,hugepages}.mount \
    {apt-daily,apt-daily-upgrade,dpkg-db-backup,e2scrub_all,fstrim,man-db,logrotate}.timer
  mkdir .former
  pivot_root . .former
  exec chroot . /bin/sh -c 'umount -l /.former; rmdir /.former
    exec env -i container=lab PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
      /lib/systemd/systemd --system --log-target=journal < /dev/null'
}

# pid of the machine's PID 1, as this machine sees it
init() {
  local unshare
  unshare=$(pgrep -P "$(cat "$1/keeper")" -x unshare) && pgrep -P "$unshare"
}

await_boot() {
  local dir=$1 state
  for _ in $(seq 600); do
    state=$(nsenter -t "$(init "$dir")" -a systemctl is-system-running 2> /dev/null) || true
    case $state in running | degraded) return ;; esac
    kill -0 "$(cat "$dir/keeper")" 2> /dev/null || break
    sleep 0.05
  done
  cat "$dir/log" >&2
  "$self" stop "$dir"
  die "the machine did not boot"
}

case ${1:-} in
start)
  dir=$2
  shift 2
  mkdir -p "$dir/disk"
  printf '%s\n' "$@" > "$dir/binds"
  setsid unshare --mount --propagation private "$self" __keep "$dir" < /dev/null > "$dir/log" 2>&1 &
  echo $! > "$dir/keeper"
  await_boot "$dir"
  ;;
__keep) keep "$2" ;;
__boot) boot "$2" ;;
exec)
  dir=$2 user=$3
  shift 3
  init=$(init "$dir") || die "the machine in $dir does not run"
  uid=$(id -u "$user")
  outside=$(group "$dir")/machine/outside
  mkdir -p "$outside"
  echo $$ > "$outside/cgroup.procs"
  session=()
  [ "$uid" = 0 ] || session=("XDG_RUNTIME_DIR=/run/user/$uid")
  exec nsenter -t "$init" -a -- setpriv --reuid "$uid" --regid "$(id -g "$user")" --init-groups --reset-env \
    env PATH="${LAB_PATH:-/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin}" LANG=C.UTF-8 "${session[@]}" \
    sh -c 'cd && exec "$@"' sh "$@"
  ;;
reboot)
  dir=$2
  former=$(init "$dir")
  touch "$dir/again"
  nsenter -t "$former" -a systemctl reboot --no-block
  for _ in $(seq 600); do
    [ -e "/proc/$former" ] || break
    sleep 0.05
  done
  await_boot "$dir"
  ;;
stop)
  dir=$2
  rm -f "$dir/again"
  group=$(group "$dir")
  keeper=$(cat "$dir/keeper")
  [ ! -e "$group/machine/cgroup.kill" ] || echo 1 > "$group/machine/cgroup.kill"
  for _ in $(seq 200); do
    kill -0 "$keeper" 2> /dev/null || break
    sleep 0.05
  done
  remove_group "$group"
  rm -rf "$dir"
  ;;
*) sed -n '2,10p' "$self"; exit 2 ;;
esac
