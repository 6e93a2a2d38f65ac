/** Words of conditions and of choices in registers, in Chinese. */
export const conditionZh = {
  fact: '判断项',
  operator: '比较方式',
  value: '数值',
  join: '与上一项的关系',
  and: '且',
  or: '或',
  atLeast: '不少于',
  above: '多于',
  some: '有（不为零）',
  add: '添加判断项',
  remove: '删除判断项',
  counts: '数量',
  flags: '是或否',
  hint: '“且”先于“或”。',
  townClass: (code: string) => `${code} 类`,
  kindOf: (kind: string, name: string) => `${kind}（按${name}）`,
}

/** The same in English. */
export const conditionEn: typeof conditionZh = {
  fact: 'Fact',
  operator: 'Compared',
  value: 'Number',
  join: 'Joined to the one before',
  and: 'and',
  or: 'or',
  atLeast: 'at least',
  above: 'more than',
  some: 'any at all',
  add: 'Add a fact',
  remove: 'Remove the fact',
  counts: 'Numbers',
  flags: 'Yes or no',
  hint: 'And binds tighter than or.',
  townClass: (code) => `Class ${code}`,
  kindOf: (kind, name) => `${kind} (as ${name})`,
}
