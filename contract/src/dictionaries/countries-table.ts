// Written by scripts/regions.mjs; do not edit by hand.

/** ISO 3166-1 alpha-3 codes with Chinese names, from i18n-iso-countries 7.14.0. */
export const countriesTable =
  'CHN中国 ALB阿尔巴尼亚 DZA阿尔及利亚 AFG阿富汗 ARG阿根廷 ARE阿拉伯联合酋长国 ABW阿鲁巴 OMN阿曼 ' +
  'AZE阿塞拜疆 EGY埃及 ETH埃塞俄比亚 IRL爱尔兰 EST爱沙尼亚 AND安道尔 AGO安哥拉 AIA安圭拉 ' +
  'ATG安提瓜和巴布达 AUT奥地利 ALA奥兰群岛 AUS澳大利亚 BRB巴巴多斯 PNG巴布亚新几内亚 BHS巴哈马 PAK巴基斯坦 ' +
  'PRY巴拉圭 PSE巴勒斯坦 BHR巴林 PAN巴拿马 BRA巴西 BLR白俄罗斯 BMU百慕大 BGR保加利亚 ' +
  'MNP北马里亚纳群岛 MKD北马其顿 BEN贝宁 BEL比利时 ISL冰岛 PRI波多黎各 BIH波黑 POL波兰 ' +
  'BOL玻利维亚 BLZ伯利兹 BWA博茨瓦纳 BTN不丹 BFA布基纳法索 BDI布隆迪 BVT布韦岛 PRK朝鲜 ' +
  'GNQ赤道几内亚 DNK丹麦 DEU德国 TLS东帝汶 TGO多哥 DOM多米尼加 DMA多米尼克 RUS俄罗斯 ' +
  'ECU厄瓜多尔 ERI厄立特里亚 FRA法国 FRO法罗群岛 PYF法属波利尼西亚 GUF法属圭亚那 ATF法属南部领地 MAF法属圣马丁 ' +
  'VAT梵蒂冈 PHL菲律宾 FJI斐济 FIN芬兰 CPV佛得角 FLK福克兰群岛(马尔维纳斯) GMB冈比亚 COG刚果(布) ' +
  'COD刚果(金) COL哥伦比亚 CRI哥斯达黎加 GRD格林纳达 GRL格陵兰 GEO格鲁吉亚 GGY根西 CUB古巴 ' +
  'GLP瓜德罗普 GUM关岛 GUY圭亚那 KAZ哈萨克斯坦 HTI海地 KOR韩国 NLD荷兰 BES荷兰加勒比区 ' +
  'SXM荷属圣马丁 HMD赫德岛和麦克唐纳群岛 MNE黑山 HND洪都拉斯 KIR基里巴斯 DJI吉布提 KGZ吉尔吉斯斯坦 GIN几内亚 ' +
  'GNB几内亚比绍 CAN加拿大 GHA加纳 GAB加蓬 KHM柬埔寨 CZE捷克 ZWE津巴布韦 CMR喀麦隆 ' +
  'QAT卡塔尔 CYM开曼群岛 CCK科科斯(基林)群岛 COM科摩罗 CIV科特迪瓦 KWT科威特 HRV克罗地亚 KEN肯尼亚 ' +
  'COK库克群岛 CUW库拉索 LVA拉脱维亚 LSO莱索托 LAO老挝 LBN黎巴嫩 LTU立陶宛 LBR利比里亚 ' +
  'LBY利比亚 LIE列支敦士登 REU留尼汪 LUX卢森堡 RWA卢旺达 ROU罗马尼亚 MDG马达加斯加 IMN马恩岛 ' +
  'MDV马尔代夫 MLT马耳他 MWI马拉维 MYS马来西亚 MLI马里 MHL马绍尔群岛 MTQ马提尼克 MYT马约特 ' +
  'MUS毛里求斯 MRT毛里塔尼亚 USA美国 UMI美国本土外小岛屿 ASM美属萨摩亚 VIR美属维尔京群岛 MNG蒙古 MSR蒙特塞拉特 ' +
  'BGD孟加拉国 PER秘鲁 FSM密克罗尼西亚联邦 MMR缅甸 MDA摩尔多瓦 MAR摩洛哥 MCO摩纳哥 MOZ莫桑比克 ' +
  'MEX墨西哥 NAM纳米比亚 ZAF南非 ATA南极洲 SGS南乔治亚和南桑威奇群岛 SSD南苏丹 NRU瑙鲁 NIC尼加拉瓜 ' +
  'NPL尼泊尔 NER尼日尔 NGA尼日利亚 NIU纽埃 NOR挪威 NFK诺福克岛 PLW帕劳 PCN皮特凯恩群岛 ' +
  'PRT葡萄牙 JPN日本 SWE瑞典 CHE瑞士 SLV萨尔瓦多 WSM萨摩亚 SRB塞尔维亚 SLE塞拉利昂 ' +
  'SEN塞内加尔 CYP塞浦路斯 SYC塞舌尔 SAU沙特阿拉伯 BLM圣巴泰勒米 CXR圣诞岛 STP圣多美和普林西比 SHN圣赫勒拿、阿森松和特里斯坦-达库尼亚 ' +
  'KNA圣基茨和尼维斯 LCA圣卢西亚 SMR圣马力诺 SPM圣皮埃尔和密克隆 VCT圣文森特和格林纳丁斯 LKA斯里兰卡 SVK斯洛伐克 SVN斯洛文尼亚 ' +
  'SJM斯瓦尔巴和扬马延 SWZ斯威士兰 SDN苏丹 SUR苏里南 SLB所罗门群岛 SOM索马里 TJK塔吉克斯坦 THA泰国 ' +
  'TZA坦桑尼亚 TON汤加 TCA特克斯和凯科斯群岛 TTO特立尼达和多巴哥 TUN突尼斯 TUV图瓦卢 TUR土耳其 TKM土库曼斯坦 ' +
  'TKL托克劳 WLF瓦利斯和富图纳 VUT瓦努阿图 GTM危地马拉 VEN委内瑞拉 BRN文莱 UGA乌干达 UKR乌克兰 ' +
  'URY乌拉圭 UZB乌兹别克斯坦 ESP西班牙 ESH西撒哈拉 GRC希腊 SGP新加坡 NCL新喀里多尼亚 NZL新西兰 ' +
  'HUN匈牙利 SYR叙利亚 JAM牙买加 ARM亚美尼亚 YEM也门 IRQ伊拉克 IRN伊朗 ISR以色列 ' +
  'ITA意大利 IND印度 IDN印度尼西亚 GBR英国 VGB英属维尔京群岛 IOT英属印度洋领地 JOR约旦 VNM越南 ' +
  'ZMB赞比亚 JEY泽西 TCD乍得 GIB直布罗陀 CHL智利 CAF中非 MAC中国澳门 TWN中国台湾 ' +
  'HKG中国香港'
