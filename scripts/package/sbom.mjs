import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
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

/** @param {Component} component */
function isDevelopment({ properties = [] }) {
  return properties.some(({ name }) => name === 'cdx:npm:package:development');
}

/**
 * npm's own list of all that is installed, less what only builds and tests, and with the Electron that is packed. What is
 * bundled into the app counts as installed for development with npm.
 * @param {string} electronVersion
 */
export function writeSbom(electronVersion) {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const all = JSON.parse(text);
  const bundled = new Set(listLicences(ROOT).map(({ name, version }) => `${name}@${version}`));
  /** @type {Component[]} */
  const components = all.components
    .filter(
      (/** @type {Component} */ component) =>
        component.name !== 'electron' &&
        (bundled.has(`${component.name}@${component.version}`) ||
          (!isDevelopment(component) && fs.existsSync(path.join(ROOT, 'node_modules', component.name)))),
    )
    .map((/** @type {Component} */ { properties: _, ...component }) => ({ ...component, scope: 'required' }));
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
