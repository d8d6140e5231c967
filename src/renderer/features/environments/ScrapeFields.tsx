import { Accordion, MultiSelect, Select, Stack, Switch, Text, Textarea } from '@mantine/core';
import {
  SCRAPE_PROTOCOLS,
  type ScrapeProtocol,
  type ScrapeSettings,
} from '../../../shared/domain/scrape-settings.ts';
import { testIds } from '../../../shared/test-ids.ts';
import type { DraftErrors, EndpointDraft } from './endpoint-draft.ts';

interface ScrapeFieldsProps {
  readonly draft: EndpointDraft;
  readonly errors: DraftErrors;
  readonly onChange: (part: Partial<EndpointDraft>) => void;
}

const PROTOCOL_NAMES: Record<ScrapeProtocol, string> = {
  'OpenMetricsText1.0.0': 'OpenMetrics 1.0.0',
  'OpenMetricsText0.0.1': 'OpenMetrics 0.0.1',
  'PrometheusText1.0.0': 'Prometheus text 1.0.0',
  'PrometheusText0.0.4': 'Prometheus text 0.0.4',
  PrometheusProto: 'Protobuf',
};
const PROTOCOLS = SCRAPE_PROTOCOLS.map((value) => ({ value, label: PROTOCOL_NAMES[value] }));

type Flag = {
  [K in keyof ScrapeSettings]: ScrapeSettings[K] extends boolean ? K : never;
}[keyof ScrapeSettings];

const SWITCHES: readonly { readonly flag: Flag; readonly label: string; readonly description: string }[] = [
  {
    flag: 'scrapeNativeHistograms',
    label: 'Native histograms',
    description: 'Asks for protobuf, which carries them. They then stand in for classic buckets.',
  },
  {
    flag: 'alwaysScrapeClassicHistograms',
    label: 'Keep classic buckets beside native ones',
    description: 'For panels and rules that still read …_bucket.',
  },
  {
    flag: 'convertClassicHistogramsToNhcb',
    label: 'Convert classic histograms to native ones',
    description: 'One series with custom buckets takes the place of …_bucket, …_sum and …_count.',
  },
  {
    flag: 'honorLabels',
    label: 'Honor labels',
    description:
      'The page’s own job and instance win. Otherwise they become exported_job and exported_instance.',
  },
  {
    flag: 'honorTimestamps',
    label: 'Honor timestamps',
    description: 'Samples keep the times that the page gives them.',
  },
  {
    flag: 'trackTimestampsStaleness',
    label: 'Mark vanished series with timestamps as stale',
    description: 'Otherwise they end five minutes after their last sample.',
  },
];

/** How the page is asked for and what becomes of its series: two sections of the advanced fields. */
export function ScrapeFields({ draft, errors, onChange }: ScrapeFieldsProps) {
  const { scrape } = draft;
  const set = (part: Partial<ScrapeSettings>): void => onChange({ scrape: { ...scrape, ...part } });
  return (
    <>
      <Accordion.Item value="scrape">
        <Accordion.Control data-testid={testIds.environments.endpointScrape}>Scraping</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            {SWITCHES.map(({ flag, label, description }) => (
              <Switch
                key={flag}
                label={label}
                description={description}
                checked={scrape[flag]}
                data-testid={testIds.environments.endpoint(flag)}
                onChange={(event) => set({ [flag]: event.currentTarget.checked })}
              />
            ))}
            <MultiSelect
              label="Formats to ask for, best first"
              description="None chosen asks as Prometheus does."
              data={PROTOCOLS}
              value={[...scrape.scrapeProtocols]}
              clearable
              onChange={(scrapeProtocols) => set({ scrapeProtocols: scrapeProtocols as ScrapeProtocol[] })}
            />
            <Select
              label="Format of a page without a usable Content-Type"
              placeholder="Refuse such a page"
              data={PROTOCOLS}
              value={scrape.fallbackScrapeProtocol}
              clearable
              onChange={(value) => set({ fallbackScrapeProtocol: value as ScrapeProtocol | null })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="relabel">
        <Accordion.Control data-testid={testIds.environments.endpointRelabel}>Relabelling</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="sm">
            <Text size="xs" c="dimmed">
              Steps as in Prometheus’ configuration, which can be pasted here.
            </Text>
            <Textarea
              label="Of the target (relabel_configs)"
              placeholder={'- source_labels: [__address__]\n  regex: (.*):\\d+\n  target_label: host'}
              autosize
              minRows={3}
              maxRows={12}
              value={draft.relabelText}
              error={errors.relabelText}
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
              data-testid={testIds.environments.endpointRelabelTarget}
              onChange={(event) => onChange({ relabelText: event.currentTarget.value })}
            />
            <Textarea
              label="Of its series (metric_relabel_configs)"
              placeholder={'- source_labels: [__name__]\n  regex: go_gc_.*\n  action: drop'}
              autosize
              minRows={3}
              maxRows={12}
              value={draft.metricRelabelText}
              error={errors.metricRelabelText}
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
              data-testid={testIds.environments.endpointRelabelSeries}
              onChange={(event) => onChange({ metricRelabelText: event.currentTarget.value })}
            />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </>
  );
}
