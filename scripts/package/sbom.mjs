import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { ROOT } from '../bootstrap/paths.mjs';
import { listLicences } from '../build/licences.mjs';
import { DIST } from './layout.mjs';

/** What the packages hold, as CycloneDX. */
export const SBOM = path.join(DIST, 'sextant.cdx.json');

/**
 * @typedef {object} Component
 * @property {string} bom-ref
 * @property {string} name
 * @property {string} version
 * @property {string} purl
 * @property {string} [scope]
 * @property {{ name: string, value: string }[]} [properties]
 */

/**
 * The packages in `node_modules` of a packed app.
 * @param {string} asar
 * @returns {{ name: string, version: string }[]}
 */
export function listPackedPackages(asar) {
  return listPackage(asar, { isPack: false })
    .filter((name) => /^\/node_modules\/(.+\/node_modules\/)?(@[^/]+\/)?[^/@]+\/package\.json$/.test(name))
    .map((name) => JSON.parse(extractFile(asar, name.slice(1)).toString()));
}

/** @param {{ name: string, version: string }} each */
const nameAndVersion = ({ name, version }) => `${name}@${version}`;

/**
 * The package's own name: npm calls a component as it is imported here.
 * @param {Component} component
 */
function ownName({ name, purl }) {
  return /^pkg:npm\/(.+)@/.exec(decodeURIComponent(purl))?.[1] ?? name;
}

/**
 * npm's own list of all that is installed, less what only builds and tests, and with the Electron that is packed. What is
 * bundled into the app counts as installed for development with npm.
 * @param {string} asar the packed app
 * @param {string} electronVersion
 */
export function writeSbom(asar, electronVersion) {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const all = JSON.parse(text);
  const inside = new Set([...listLicences(ROOT), ...listPackedPackages(asar)].map(nameAndVersion));
  /** @type {Component[]} */
  const components = all.components
    .map((/** @type {Component} */ { properties: _, ...component }) => ({
      ...component,
      name: ownName(component),
      scope: 'required',
    }))
    .filter(
      (/** @type {Component} */ component) =>
        component.name !== 'electron' && inside.has(nameAndVersion(component)),
    );
  components.push({
    'bom-ref': `electron@${electronVersion}`,
    // @ts-expect-error a property that the type above does not need
    type: 'framework',
    name: 'electron',
    version: electronVersion,
    scope: 'required',
    purl: `pkg:npm/electron@${electronVersion}`,
    licenses: [{ license: { id: 'MIT' } }],
  });
  const refs = new Set([all.metadata.component['bom-ref'], ...components.map((each) => each['bom-ref'])]);
  const dependencies = all.dependencies
    .filter((/** @type {{ ref: string }} */ { ref }) => refs.has(ref))
    .map((/** @type {{ ref: string, dependsOn?: string[] }} */ { ref, dependsOn = [] }) => ({
      ref,
      dependsOn: dependsOn.filter((other) => refs.has(other)),
    }));
  const metadata = {
    ...all.metadata,
    component: { ...all.metadata.component, type: 'application', name: 'sextant' },
  };
  fs.mkdirSync(DIST, { recursive: true });
  fs.writeFileSync(SBOM, `${JSON.stringify({ ...all, metadata, components, dependencies }, null, 2)}\n`);
}
