import { z } from 'zod';
import {
  DEFAULT_RELABEL_CONFIG,
  findRelabelFault,
  RELABEL_ACTIONS,
  type RelabelConfig,
} from '../domain/relabel.ts';
import { SCRAPE_PROTOCOLS, type ScrapeSettings } from '../domain/scrape-settings.ts';

const MAX_STEPS = 200;
const textSchema = z.string().max(65_536);
const sourceLabelsSchema = z.array(z.string().min(1).max(1_024)).max(100).readonly();

/** Prometheus' names of a step's fields, as they stand in files. */
const FILE_FIELDS = {
  sourceLabels: 'source_labels',
  separator: 'separator',
  regex: 'regex',
  modulus: 'modulus',
  targetLabel: 'target_label',
  replacement: 'replacement',
  action: 'action',
} as const satisfies Record<keyof RelabelConfig, string>;

const relabelConfigSchema = z
  .strictObject({
    sourceLabels: sourceLabelsSchema,
    separator: textSchema,
    regex: textSchema,
    modulus: z.int().min(0),
    targetLabel: textSchema,
    replacement: textSchema,
    action: z.enum(RELABEL_ACTIONS),
  })
  .superRefine((config, context) => {
    const fault = findRelabelFault(config);
    if (fault !== null) context.addIssue({ code: 'custom', path: [fault.field], message: fault.message });
  }) satisfies z.ZodType<RelabelConfig>;

const actionSchema = z.string().transform((text, context) => {
  const action = RELABEL_ACTIONS.find((name) => name === text.toLowerCase());
  if (action !== undefined) return action;
  context.addIssue({ code: 'custom', message: `unknown relabel action ${JSON.stringify(text)}` });
  return z.NEVER;
});

/** YAML reads an unquoted 1 or true as no text, where Prometheus takes it as one. */
const scalarTextSchema = z.union([textSchema, z.number().transform(String), z.boolean().transform(String)]);

const fileRelabelConfigSchema = z
  .strictObject({
    source_labels: sourceLabelsSchema.optional(),
    separator: scalarTextSchema.optional(),
    regex: scalarTextSchema.nullable().optional(),
    modulus: z.int().min(0).optional(),
    target_label: textSchema.optional(),
    replacement: scalarTextSchema.optional(),
    action: actionSchema.optional(),
  })
  .transform((file, context): RelabelConfig => {
    const config: RelabelConfig = {
      sourceLabels: file.source_labels ?? DEFAULT_RELABEL_CONFIG.sourceLabels,
      separator: file.separator ?? DEFAULT_RELABEL_CONFIG.separator,
      regex: file.regex === null ? '' : (file.regex ?? DEFAULT_RELABEL_CONFIG.regex),
      modulus: file.modulus ?? DEFAULT_RELABEL_CONFIG.modulus,
      targetLabel: file.target_label ?? DEFAULT_RELABEL_CONFIG.targetLabel,
      replacement: file.replacement ?? DEFAULT_RELABEL_CONFIG.replacement,
      action: file.action ?? DEFAULT_RELABEL_CONFIG.action,
    };
    const fault = findRelabelFault(config);
    if (fault === null) return config;
    context.addIssue({ code: 'custom', path: [FILE_FIELDS[fault.field]], message: fault.message });
    return z.NEVER;
  });

/** Relabelling steps as Prometheus' files write them (`source_labels` ...), with its defaults and its messages. */
export const fileRelabelConfigsSchema = z.array(fileRelabelConfigSchema).max(MAX_STEPS);

/** A step as Prometheus' files write it, without what is default. */
export function toFileRelabelConfig(config: RelabelConfig): object {
  const fields = Object.entries(FILE_FIELDS) as [keyof RelabelConfig, string][];
  return Object.fromEntries(
    fields
      .filter(([field]) =>
        field === 'sourceLabels'
          ? config.sourceLabels.length > 0
          : config[field] !== DEFAULT_RELABEL_CONFIG[field],
      )
      .map(([field, name]) => [name, config[field]]),
  );
}

const protocolSchema = z.enum(SCRAPE_PROTOCOLS);

const scrapeProtocolsSchema = z
  .array(protocolSchema)
  .max(SCRAPE_PROTOCOLS.length)
  .refine(
    (protocols) => new Set(protocols).size === protocols.length,
    'duplicated protocol in scrape_protocols',
  )
  .readonly();

/** The growth of buckets at the lowest resolution, and so the most that a factor can ask for. */
const MAX_BUCKET_FACTOR = 65_536;

export const scrapeSettingsSchema = z.strictObject({
  honorLabels: z.boolean(),
  honorTimestamps: z.boolean(),
  trackTimestampsStaleness: z.boolean(),
  scrapeNativeHistograms: z.boolean(),
  alwaysScrapeClassicHistograms: z.boolean(),
  convertClassicHistogramsToNhcb: z.boolean(),
  nativeHistogramMinBucketFactor: z.number().min(0).max(MAX_BUCKET_FACTOR),
  scrapeProtocols: scrapeProtocolsSchema,
  fallbackScrapeProtocol: protocolSchema.nullable(),
  relabelConfigs: z.array(relabelConfigSchema).max(MAX_STEPS).readonly(),
  metricRelabelConfigs: z.array(relabelConfigSchema).max(MAX_STEPS).readonly(),
}) satisfies z.ZodType<ScrapeSettings>;
