import { BpmnModdle } from 'bpmn-moddle';
import { MOTCUA_NAMESPACE } from './types.ts';

const text = (name: string): Record<string, unknown> => ({ name, isAttr: true, type: 'String' });

/** What Một Cửa adds to BPMN, for bpmn-moddle here and the modeler in the browser (`moddleExtensions: { motcua }`). */
export const motcuaModdle = {
  name: 'MotCua',
  prefix: 'motcua',
  uri: MOTCUA_NAMESPACE,
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Activity',
      extends: ['bpmn:Activity'],
      properties: ['step', 'minutes', 'allows', 'status', 'makes', 'ref'].map(text),
    },
    {
      name: 'Actor',
      superClass: ['Element'],
      properties: ['kind', 'unit', 'role', 'agency', 'ref'].map(text),
    },
  ],
};

/** As much of a moddle element as is read here. */
export interface BpmnElement {
  $type: string;
  id?: string;
  name?: string;
  get(property: string): unknown;
}

export interface ParsedXml {
  root: BpmnElement;
  warnings: string[];
}

/** Reads BPMN XML. Throws what bpmn-moddle throws when it is not XML or not BPMN. */
export async function parseBpmn(xml: string): Promise<ParsedXml> {
  const { rootElement, warnings } = await new BpmnModdle({ motcua: motcuaModdle }).fromXML(xml);
  return { root: rootElement as BpmnElement, warnings: warnings.map((warning) => warning.message) };
}

export const isElement = (value: unknown): value is BpmnElement =>
  typeof value === 'object' && value !== null && '$type' in value && 'get' in value;

export function elementIn(element: BpmnElement, property: string): BpmnElement | undefined {
  const value = element.get(property);
  return isElement(value) ? value : undefined;
}

export function elementsIn(element: BpmnElement, property: string): BpmnElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** A property as text without surrounding and doubled blanks; '' when there is none. */
export function textIn(element: BpmnElement, property: string): string {
  const value = element.get(property);
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
}
