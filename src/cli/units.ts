/** The systemd units of the daemon. */
import { unitWord } from './systemd-text.ts';

/** What differs from one installation to the next. */
export interface UnitFacts {
  /** The program and its arguments, all paths absolute. */
  readonly command: readonly string[];
  /** Absolute paths that the daemon reads. */
  readonly paths: readonly string[];
  /** The articles folder, which is one of them. */
  readonly dir: string;
  readonly port: number;
  /** An account that exists; one is made for each run where there is none. */
  readonly user: string | undefined;
}

/** Below these, ProtectHome and PrivateTmp hide everything. */
const HOMES = /^\/(?:home|root|run\/user)(?:\/|$)/;
const TEMPORARY = /^\/(?:var\/)?tmp(?:\/|$)/;

/** `writable` is shown so that it can be written. */
function hidingLines(paths: readonly string[], writable = ''): string {
  const shown = paths.filter((path) => HOMES.test(path) || TEMPORARY.test(path));
  return [
    `ProtectHome=${shown.some((path) => HOMES.test(path)) ? 'tmpfs' : 'yes'}`,
    'PrivateTmp=yes',
    ...shown.map((path) => `${path === writable ? 'BindPaths' : 'BindReadOnlyPaths'}=${unitWord(path)}`),
  ].join('\n');
}

/** What neither unit needs of the machine. */
const KERNEL_LINES = `# The kernel and the machine are none of its business.
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
# V8 writes machine code and then runs it: MemoryDenyWriteExecute=yes would need node --jitless,
# which doubles the CPU time of a reply.
MemoryDenyWriteExecute=no`;

/** What no account of a unit may do. */
const ACCOUNT_LINES = `CapabilityBoundingSet=
AmbientCapabilities=
NoNewPrivileges=yes
PrivateUsers=yes
RemoveIPC=yes
KeyringMode=private`;

const DEVICE_LINES = `PrivateDevices=yes
DevicePolicy=closed
ProtectProc=invisible
ProcSubset=pid
PrivateIPC=yes`;

/** `gopherwire.socket`. */
export const socketUnit = ({ port }: UnitFacts): string => `[Unit]
Description=Gopher port of gopherwire

[Socket]
# IPv6 and IPv4, on every address. systemd listens: ports below 1024 need no privilege of the daemon's,
# and whoever connects while it starts anew waits instead of being refused.
ListenStream=${port}
BindIPv6Only=both
Backlog=4096

[Install]
WantedBy=sockets.target
`;

/** `gopherwire.service`; it takes its socket from `gopherwire.socket`. */
export const serviceUnit = ({ command, paths, user }: UnitFacts): string => `[Unit]
Description=gopherwire, articles over gopher
Requires=gopherwire.socket
After=gopherwire.socket

[Service]
# The daemon says when it serves, and then that it is alive. A child, systemd-notify, says it for it,
# hence NotifyAccess=all. The colon leaves $ in paths alone.
Type=notify
NotifyAccess=all
ExecStart=:${command.map(unitWord).join(' ')}
ExecReload=kill -HUP $MAINPID
WatchdogSec=60
# Replies under way have 10 seconds to end.
TimeoutStopSec=15
# A mistake on the command line stays one, however often it is tried.
Restart=on-failure
RestartSec=1
RestartPreventExitStatus=2

# Bounds: each connection is a descriptor; whatever leaks ends this service and nothing else.
LimitNOFILE=32768
MemoryHigh=384M
MemoryMax=512M
MemorySwapMax=0
TasksMax=64

# An account with no right but to read what everybody may read.
${user === undefined ? 'DynamicUser=yes' : `User=${user}`}
${ACCOUNT_LINES}
UMask=0077

# The catalogue and the words of search: made anew from the articles where it is gone.
StateDirectory=gopherwire
StateDirectoryMode=0700

# Nothing else can be written, and no more be seen than is read.
ProtectSystem=strict
${hidingLines(paths)}
${DEVICE_LINES}

# No network but the socket that is handed over: it was made outside, and neither a network of one's own
# nor these lists touch it. AF_UNIX is for systemd-notify.
PrivateNetwork=yes
IPAddressDeny=any
SocketBindDeny=any
RestrictAddressFamilies=AF_UNIX

${KERNEL_LINES}

[Install]
WantedBy=multi-user.target
Also=gopherwire.socket
`;

/** `gopherwire-sync.service`: fetches once; `user` must be allowed to write the articles. */
export const syncUnit = ({ command, paths, dir, user = '' }: UnitFacts): string => `[Unit]
Description=gopherwire, fetching from publishers
Wants=network-online.target
After=network-online.target

[Service]
# Once; gopherwire-sync.timer says when. The colon leaves $ in paths alone.
Type=oneshot
ExecStart=:${command.map(unitWord).join(' ')}
# 3: some articles are held; 4: some upstream could not be reached. Both are told, and the next run tries again.
SuccessExitStatus=3 4
TimeoutStartSec=1h
MemoryHigh=384M
MemoryMax=512M
MemorySwapMax=0
TasksMax=64
Nice=10

# The account that owns the articles, with no other right. Everybody may read what it writes: the server does.
User=${user}
${ACCOUNT_LINES}
UMask=0022

# The articles are all that can be written.
ProtectSystem=strict
ReadWritePaths=${unitWord(dir)}
${hidingLines(paths, dir)}
${DEVICE_LINES}

# It calls others, and is called by nobody. AF_UNIX is for the names of hosts.
SocketBindDeny=any
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX

${KERNEL_LINES}
`;

/** `gopherwire-sync.timer`. */
export const timerUnit = (): string => `[Unit]
Description=When gopherwire fetches from publishers

[Timer]
OnBootSec=5min
OnUnitInactiveSec=6h
# Not when everybody else does.
RandomizedDelaySec=15min

[Install]
WantedBy=timers.target
`;
