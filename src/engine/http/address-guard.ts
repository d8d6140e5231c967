import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { DEFAULT_REFUSED_ADDRESSES, type RefusedAddresses } from '../../shared/domain/refused-addresses.ts';
import type { AddressFilter, AddressGuard } from '../ports.ts';

type Net = readonly [address: string, prefix: number];

/** Link-local addresses, and those at which cloud platforms answer with credentials of the machine. */
const METADATA: readonly Net[] = [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  // 169.254.0.0/16 as NAT64 and as 6to4.
  ['64:ff9b::a9fe:0', 112],
  ['2002:a9fe::', 32],
];

/** Loopback, private and shared address space (RFC 1918, 4193, 6598, 6890). */
const PRIVATE: readonly Net[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['::', 127],
  ['fc00::', 7],
  ['64:ff9b::', 96],
];

function blockListOf(nets: readonly Net[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of nets) {
    list.addSubnet(address, prefix, address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

const LISTS: Readonly<Record<RefusedAddresses, BlockList>> = {
  none: blockListOf([]),
  metadata: blockListOf(METADATA),
  private: blockListOf([...METADATA, ...PRIVATE]),
};

/** A connection that was not made because of where it would have gone. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
  readonly address: string;
  readonly refused: RefusedAddresses;

  constructor(address: string, refused: RefusedAddresses) {
    super(`${address} is refused`);
    this.name = 'AddressRefusedError';
    this.address = address;
    this.refused = refused;
  }
}

function isRefused(address: string, refused: RefusedAddresses): boolean {
  const [plain = ''] = address.split('%');
  // IPv4 mapped into IPv6 is looked for among the IPv4 nets too.
  return LISTS[refused].check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

type LookUpAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

function createFilter(refusedNow: () => RefusedAddresses, lookUp: LookUpAll): AddressFilter {
  return {
    check(host) {
      const address = host.replace(/^\[|\]$/g, '');
      const refused = refusedNow();
      if (isIP(address) !== 0 && isRefused(address, refused)) throw new AddressRefusedError(address, refused);
    },
    lookup(hostname, options, callback) {
      const { all: wantsAll = false } = options;
      lookUp(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) {
          callback(error, '');
          return;
        }
        const refused = refusedNow();
        const allowed = addresses.filter(({ address }) => !isRefused(address, refused));
        const [first] = allowed;
        if (first === undefined)
          callback(new AddressRefusedError(addresses[0]?.address ?? hostname, refused), '');
        else if (wantsAll) callback(null, allowed);
        else callback(null, first.address, first.family);
      });
    },
  };
}

/** Makes a guard that refuses what is refused by default; `lookUp` resolves names, as the system does unless given. */
export function createAddressGuard(lookUp: LookUpAll = lookup): AddressGuard {
  let refused = DEFAULT_REFUSED_ADDRESSES;
  return {
    get refused() {
      return refused;
    },
    refuse(next) {
      refused = next;
    },
    server: createFilter(() => refused, lookUp),
    proxy: createFilter(() => (refused === 'none' ? 'none' : 'metadata'), lookUp),
  };
}
