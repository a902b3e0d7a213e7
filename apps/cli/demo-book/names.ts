import type { Random } from './random.js';

/** Fictional customers with head office in Berlin's zone. */
export const EUROPEAN_COMPANIES = [
  'Aldermoor Logistics', 'Bergwind Energie', 'Castell Foods', 'Deichkind Medical', 'Elsternest Media', 'Fjordline Retail',
  'Grünau Maschinen', 'Havelblick Hotels', 'Isarwerk Tools', 'Juniper & Lark', 'Kastanie Software', 'Lindhof Verlag',
  'Mühlbach Papier', 'Nordlicht Optik', 'Ostwind Solar', 'Pfefferberg Events', 'Quellwasser Drinks', 'Rotdorn Pharma',
  'Spreetal Bikes', 'Tannenhof Textil', 'Uferlos Travel', 'Vogelsang Audio', 'Waldmeister Labs', 'Zeitgeist Clinics',
  'Ampelmann Signals', 'Brückner Steel', 'Carlsberg Street Bakery', 'Dornbusch Insurance', 'Eichkamp Housing', 'Falkensee Air',
  'Gleisdreieck Rail', 'Hafencity Freight', 'Inselhaus Toys', 'Kiefernweg Care',
] as const; // prettier-ignore

/** Fictional customers with head office in Shanghai's zone. */
export const CHINESE_COMPANIES = [
  '星河物流', '云杉医疗', '江南纸业', '青禾食品', '海棠教育', '望远光学', '松柏制造', '晨曦能源', '知行出版', '白鹭旅行',
  '锦程零售', '玉泉饮品', '东篱花卉', '长风汽配', '明远咨询', '南山保险', '流云软件', '百川水务', '金桥电子', '千帆航运',
  '木棉服饰', '朝阳乳业', '翠湖酒店', '飞鸟传媒', '和风家居', '清源环保',
] as const; // prettier-ignore

const GIVEN = [
  'Anna', 'Ben', 'Clara', 'David', 'Elif', 'Felix', 'Greta', 'Hannes', 'Ines', 'Jonas', 'Katja', 'Leo', 'Mira', 'Nils', 'Olga',
  'Paul', 'Rosa', 'Sami', 'Tilda', 'Viktor', 'Wanda', 'Yusuf',
]; // prettier-ignore
const FAMILY = [
  'Arndt', 'Becker', 'Conrad', 'Demir', 'Ebert', 'Fuchs', 'Graf', 'Hansen', 'Iversen', 'Jansen', 'Krüger', 'Lange', 'Möller',
  'Novak', 'Otto', 'Peters', 'Richter', 'Sommer', 'Thiel', 'Ulrich', 'Vogt', 'Winter',
]; // prettier-ignore
const CHINESE_FAMILY = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林'];
const CHINESE_GIVEN = [
  '伟',
  '芳',
  '敏',
  '静',
  '磊',
  '洋',
  '艳',
  '勇',
  '娟',
  '涛',
  '明',
  '霞',
  '晨',
  '雨桐',
  '子涵',
  '思远',
  '嘉怡',
  '浩然',
];

/** A person's name in the script of the locale. */
export function personName(random: Random, locale: 'en' | 'zh'): string {
  return locale === 'zh'
    ? `${random.pick(CHINESE_FAMILY)}${random.pick(CHINESE_GIVEN)}`
    : `${random.pick(GIVEN)} ${random.pick(FAMILY)}`;
}
