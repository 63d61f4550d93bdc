/** `caps.txt` and `robots.txt`: what programs ask before people do. */
import type { SiteSettings } from './settings.ts';
import type { View } from './view.ts';

/** How long a client may keep what it read in caps.txt. */
const CAPS_SECONDS = 3600;

/** caps.txt; its first two lines and its spellings ("PathDelimeter") are as every reader of it expects them. */
export function capsLines({ version, admin, host, tlsPort, mirrorOf }: SiteSettings, view: View): string[] {
  return [
    'CAPS',
    '',
    'CapsVersion=1',
    `ExpireCapsAfter=${CAPS_SECONDS}`,
    '',
    'PathDelimeter=/',
    'PathIdentity=.',
    'PathParent=..',
    'PathParentDouble=FALSE',
    'PathKeepPreDelimeter=FALSE',
    '',
    'ServerSoftware=gopherwire',
    `ServerSoftwareVersion=${version}`,
    `ServerDefaultEncoding=${view.charset.toUpperCase()}`,
    ...(tlsPort === undefined ? [] : [`ServerTLSPort=${tlsPort}`]),
    ...(admin === '' ? [] : [`ServerAdmin=${admin}`]),
    ...(mirrorOf === undefined ? [] : [`ServerMirrorOf=${mirrorOf.address}`]),
    `ServerDescription=News under open licences, at ${host.name}`,
  ];
}

/** robots.txt: everything may be indexed once; stored documents, what mirrors are told, views and searches repeat it. */
export function robotsLines(): string[] {
  return [
    'User-agent: *',
    'Disallow: /raw/',
    'Disallow: /mirror/',
    'Disallow: /view/',
    // an article may be called search-party
    ...['/search', '/feeds/*/search'].flatMap((search) => [`Disallow: ${search}/`, `Disallow: ${search}?`]),
  ];
}
