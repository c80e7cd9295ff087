// Made by `npm run zones -- make` from moment-timezone 0.6.6: change it by that alone.
export const ZONES_2024 = `
Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Nouakchott Africa/Ouagadougou Africa/Timbuktu Atlantic/Reykjavik Atlantic/St_Helena Iceland|0||
Africa/Algiers|4||
Africa/Bissau|0||
Africa/Cairo Egypt|8||53.4.1320+12 238.4.1260+8
Africa/Casablanca|4|gyv7c+0 12w0+4 9q00+0 1ao0+4 9q00+0 12w0+4 5m6c+0|
Africa/Ceuta|4||24.0.60+8 238.0.60+4
Africa/El_Aaiun|4|gyv7c+0 12w0+4 9q00+0 1ao0+4 9q00+0 12w0+4 5m6c+0|
Africa/Johannesburg Africa/Maseru Africa/Mbabane|8||
Africa/Juba|8||
Africa/Khartoum|8||
Africa/Lagos Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Libreville Africa/Luanda Africa/Malabo Africa/Niamey Africa/Porto-Novo|4||
Africa/Maputo Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi Africa/Lusaka|8||
Africa/Monrovia|0||
Africa/Nairobi Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Indian/Antananarivo Indian/Comoro Indian/Mayotte|12||
Africa/Ndjamena|4||
Africa/Sao_Tome|0||
Africa/Tripoli Libya|8||
Africa/Tunis|4||
Africa/Windhoek|8||
America/Adak America/Atka US/Aleutian|-40||7.0.720-36 245.0.660-40
America/Anchorage US/Alaska|-36||7.0.660-32 245.0.600-36
America/Araguaina|-12||
America/Argentina/Buenos_Aires America/Buenos_Aires|-12||
America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Catamarca|-12||
America/Argentina/Cordoba America/Cordoba America/Rosario|-12||
America/Argentina/Jujuy America/Jujuy|-12||
America/Argentina/La_Rioja|-12||
America/Argentina/Mendoza America/Mendoza|-12||
America/Argentina/Rio_Gallegos|-12||
America/Argentina/Salta|-12||
America/Argentina/San_Juan|-12||
America/Argentina/San_Luis|-12||
America/Argentina/Tucuman|-12||
America/Argentina/Ushuaia|-12||
America/Asuncion|-12|gzat0-16 61to-12|
America/Bahia_Banderas|-24||
America/Bahia|-12||
America/Barbados|-16||
America/Belem|-12||
America/Belize|-24||
America/Boa_Vista|-16||
America/Bogota|-20||
America/Boise|-28||7.0.540-24 245.0.480-28
America/Cambridge_Bay|-28||7.0.540-24 245.0.480-28
America/Campo_Grande|-16||
America/Cancun|-20||
America/Caracas|-16||
America/Cayenne|-12||
America/Chicago US/Central|-24||7.0.480-20 245.0.420-24
America/Chihuahua|-24||
America/Ciudad_Juarez|-28||7.0.540-24 245.0.480-28
America/Costa_Rica|-24||
America/Coyhaique|-12|gzqd0-16 4r5o-12|
America/Cuiaba|-16||
America/Danmarkshavn|0||
America/Dawson_Creek|-28||
America/Dawson|-28||
America/Denver America/Shiprock Navajo US/Mountain|-28||7.0.540-24 245.0.480-28
America/Detroit US/Michigan|-20||7.0.420-16 245.0.360-20
America/Edmonton America/Yellowknife Canada/Mountain|-28|gyvj0-24 7cec-28 3w1o-24 7cec-28 3w1o-24|
America/Eirunepe|-20||
America/El_Salvador|-24||
America/Fort_Nelson|-28||
America/Fort_Wayne America/Indiana/Indianapolis America/Indianapolis US/East-Indiana|-20||7.0.420-16 245.0.360-20
America/Fortaleza|-12||
America/Glace_Bay|-16||7.0.360-12 245.0.300-16
America/Godthab America/Nuuk|-8||24.0.60-4 238.0.60-8
America/Goose_Bay|-16||7.0.360-12 245.0.300-16
America/Grand_Turk|-20||7.0.420-16 245.0.360-20
America/Guatemala|-24||
America/Guayaquil|-20||
America/Guyana|-16||
America/Halifax Canada/Atlantic|-16||7.0.360-12 245.0.300-16
America/Havana Cuba|-20|gyvcc-16 7cg0-20 3w00-16 7cg0-20 3w00-16 iso0-20|7.0.300-16 245.0.300-20
America/Hermosillo|-28||
America/Indiana/Knox America/Knox_IN US/Indiana-Starke|-24||7.0.480-20 245.0.420-24
America/Indiana/Marengo|-20||7.0.420-16 245.0.360-20
America/Indiana/Petersburg|-20||7.0.420-16 245.0.360-20
America/Indiana/Tell_City|-24||7.0.480-20 245.0.420-24
America/Indiana/Vevay|-20||7.0.420-16 245.0.360-20
America/Indiana/Vincennes|-20||7.0.420-16 245.0.360-20
America/Indiana/Winamac|-20||7.0.420-16 245.0.360-20
America/Inuvik|-28|gyvj0-24 7cec-28 3w1o-24 7cec-28 3w1o-24|
America/Iqaluit America/Pangnirtung|-20||7.0.420-16 245.0.360-20
America/Jamaica Jamaica|-20||
America/Juneau|-36||7.0.660-32 245.0.600-36
America/Kentucky/Louisville America/Louisville|-20||7.0.420-16 245.0.360-20
America/Kentucky/Monticello|-20||7.0.420-16 245.0.360-20
America/La_Paz|-16||
America/Lima|-20||
America/Los_Angeles US/Pacific|-32||7.0.600-28 245.0.540-32
America/Maceio|-12||
America/Managua|-24||
America/Manaus Brazil/West|-16||
America/Martinique|-16||
America/Matamoros|-24||7.0.480-20 245.0.420-24
America/Mazatlan Mexico/BajaSur|-28||
America/Menominee|-24||7.0.480-20 245.0.420-24
America/Merida|-24||
America/Metlakatla|-36||7.0.660-32 245.0.600-36
America/Mexico_City Mexico/General|-24||
America/Miquelon|-12||7.0.300-8 245.0.240-12
America/Moncton|-16||7.0.360-12 245.0.300-16
America/Monterrey|-24||
America/Montevideo|-12||
America/New_York US/Eastern|-20||7.0.420-16 245.0.360-20
America/Nome|-36||7.0.660-32 245.0.600-36
America/Noronha Brazil/DeNoronha|-8||
America/North_Dakota/Beulah|-24||7.0.480-20 245.0.420-24
America/North_Dakota/Center|-24||7.0.480-20 245.0.420-24
America/North_Dakota/New_Salem|-24||7.0.480-20 245.0.420-24
America/Ojinaga|-24||7.0.480-20 245.0.420-24
America/Panama America/Atikokan America/Cayman America/Coral_Harbour EST|-20||
America/Paramaribo|-12||
America/Phoenix America/Creston MST US/Arizona|-28||
America/Port-au-Prince|-20||7.0.420-16 245.0.360-20
America/Porto_Velho|-16||
America/Puerto_Rico America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Montserrat America/Port_of_Spain America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola America/Virgin|-16||
America/Punta_Arenas|-12||
America/Rankin_Inlet|-24||7.0.480-20 245.0.420-24
America/Recife|-12||
America/Regina Canada/Saskatchewan|-24||
America/Resolute|-24||7.0.480-20 245.0.420-24
America/Rio_Branco America/Porto_Acre Brazil/Acre|-20||
America/Santarem|-12||
America/Santiago Chile/Continental|-12||32.0.180-16 185.0.240-12
America/Santo_Domingo|-16||
America/Sao_Paulo Brazil/East|-12||
America/Scoresbysund|-4|h5zto-8|24.0.60-4 238.0.60-8
America/Sitka|-36||7.0.660-32 245.0.600-36
America/St_Johns Canada/Newfoundland|-14||7.0.330-10 245.0.270-14
America/Swift_Current|-24||
America/Tegucigalpa|-24||
America/Thule|-16||7.0.360-12 245.0.300-16
America/Tijuana America/Ensenada America/Santa_Isabel Mexico/BajaNorte|-32||7.0.600-28 245.0.540-32
America/Toronto America/Montreal America/Nassau America/Nipigon America/Thunder_Bay Canada/Eastern|-20||7.0.420-16 245.0.360-20
America/Vancouver Canada/Pacific|-32|gyvko-28 7cec-32 3w1o-28 7cec-32 3w1o-28|
America/Whitehorse Canada/Yukon|-28||
America/Winnipeg America/Rainy_River Canada/Central|-24|gyvhc-20 7cec-24 3w1o-20 7cec-24 3w1o-20|
America/Yakutat|-36||7.0.660-32 245.0.600-36
Antarctica/Casey|32||
Antarctica/Davis|28||
Antarctica/Macquarie|44||30.6.960+40 213.6.960+44
Antarctica/Mawson|20||
Antarctica/Palmer|-12||
Antarctica/Rothera|-12||
Antarctica/Troll|0||24.0.60+8 238.0.60+0
Antarctica/Vostok|28|gwano+20|
Asia/Almaty|24|gyku0+20|
Asia/Amman|12||
Asia/Anadyr|48||
Asia/Aqtau|20||
Asia/Aqtobe|20||
Asia/Ashgabat Asia/Ashkhabad|20||
Asia/Atyrau|20||
Asia/Baghdad|12||
Asia/Baku|16||
Asia/Bangkok Asia/Phnom_Penh Asia/Vientiane Indian/Christmas|28||
Asia/Barnaul|28||
Asia/Beirut|8||23.6.1320+12 237.6.1260+8
Asia/Bishkek|24||
Asia/Brunei Asia/Kuching|32||
Asia/Chita|36||
Asia/Colombo|22||
Asia/Damascus|12||
Asia/Dhaka Asia/Dacca|24||
Asia/Dili|36||
Asia/Dubai Asia/Muscat Indian/Mahe Indian/Reunion|16||
Asia/Dushanbe|20||
Asia/Famagusta|8||24.0.60+12 238.0.60+8
Asia/Gaza|8|h04o0+12 5tyc+8 56po+12 61qc+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4r5o+12 6hac+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4r5o+12 69ic+8 4yxo+12 61qc+8 56po+12 5m6c+8 5m9o+12 5eec+8 5u1o+12 4yuc+8 1iho+12 7qc+8 4r5o+12 4jac+8 1apo+12 nac+8 4r5o+12 4bic+8 1apo+12 v2c+8 4r5o+12 3vyc+8 1iho+12 12uc+8 4r5o+12 3o6c+8 1apo+12 1q6c+8 4jdo+12 3gec+8 1apo+12 1xyc+8 4jdo+12 30uc+8 1iho+12 25qc+8 4r5o+12 2lac+8 1apo+12 2lac+8 4r5o+12 25qc+8 1iho+12 2t2c+8 4r5o+12 1xyc+8 1apo+12 3gec+8 4jdo+12 1q6c+8 1apo+12 3o6c+8 4jdo+12 1amc+8 1iho+12 3vyc+8 4r5o+12 v2c+8 1apo+12 4bic+8 4r5o+12 fic+8 1iho+12 4jac+8 4r5o+12 7qc+8 1iho+12 4r2c+8 61to+12 5eec+8 5m9o+12 5m6c+8 56po+12 61qc+8 4yxo+12 69ic+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4r5o+12 6hac+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6hac+8 4yxo+12 61qc+8 56po+12 5tyc+8 5eho+12 5eec+8 5u1o+12 56mc+8 1apo+12 7qc+8 4jdo+12 4yuc+8 1apo+12 fic+8 4jdo+12 4jac+8 1iho+12 nac+8 4r5o+12 43qc+8 1apo+12 12uc+8 4r5o+12 3o6c+8 1iho+12 1amc+8 4r5o+12 3gec+8 1iho+12 1q6c+8 4jdo+12 38mc+8 1apo+12 25qc+8 4jdo+12 2t2c+8 1iho+12 2dic+8 4r5o+12 2dic+8 1apo+12 2t2c+8 4r5o+12 25qc+8 1apo+12 30uc+8 4r5o+12 1q6c+8 1iho+12 38mc+8 4r5o+12 1iec+8 1apo+12 3vyc+8 4jdo+12 12uc+8 1iho+12 43qc+8 4jdo+12 v2c+8 1iho+12 4bic+8 4r5o+12 fic+8 1apo+12 4r2c+8|23.6.0+12 236.5.1380+8
Asia/Hebron|8|h04o0+12 5tyc+8 56po+12 61qc+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4r5o+12 6hac+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4r5o+12 69ic+8 4yxo+12 61qc+8 56po+12 5m6c+8 5m9o+12 5eec+8 5u1o+12 4yuc+8 1iho+12 7qc+8 4r5o+12 4jac+8 1apo+12 nac+8 4r5o+12 4bic+8 1apo+12 v2c+8 4r5o+12 3vyc+8 1iho+12 12uc+8 4r5o+12 3o6c+8 1apo+12 1q6c+8 4jdo+12 3gec+8 1apo+12 1xyc+8 4jdo+12 30uc+8 1iho+12 25qc+8 4r5o+12 2lac+8 1apo+12 2lac+8 4r5o+12 25qc+8 1iho+12 2t2c+8 4r5o+12 1xyc+8 1apo+12 3gec+8 4jdo+12 1q6c+8 1apo+12 3o6c+8 4jdo+12 1amc+8 1iho+12 3vyc+8 4r5o+12 v2c+8 1apo+12 4bic+8 4r5o+12 fic+8 1iho+12 4jac+8 4r5o+12 7qc+8 1iho+12 4r2c+8 61to+12 5eec+8 5m9o+12 5m6c+8 56po+12 61qc+8 4yxo+12 69ic+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6p2c+8 4r5o+12 6hac+8 4r5o+12 6hac+8 4r5o+12 6p2c+8 4jdo+12 6p2c+8 4jdo+12 6hac+8 4yxo+12 61qc+8 56po+12 5tyc+8 5eho+12 5eec+8 5u1o+12 56mc+8 1apo+12 7qc+8 4jdo+12 4yuc+8 1apo+12 fic+8 4jdo+12 4jac+8 1iho+12 nac+8 4r5o+12 43qc+8 1apo+12 12uc+8 4r5o+12 3o6c+8 1iho+12 1amc+8 4r5o+12 3gec+8 1iho+12 1q6c+8 4jdo+12 38mc+8 1apo+12 25qc+8 4jdo+12 2t2c+8 1iho+12 2dic+8 4r5o+12 2dic+8 1apo+12 2t2c+8 4r5o+12 25qc+8 1apo+12 30uc+8 4r5o+12 1q6c+8 1iho+12 38mc+8 4r5o+12 1iec+8 1apo+12 3vyc+8 4jdo+12 12uc+8 1iho+12 43qc+8 4jdo+12 v2c+8 1iho+12 4bic+8 4r5o+12 fic+8 1apo+12 4r2c+8|23.6.0+12 236.5.1380+8
Asia/Ho_Chi_Minh Asia/Saigon|28||
Asia/Hong_Kong Hongkong|32||
Asia/Hovd|28||
Asia/Irkutsk|32||
Asia/Jakarta|28||
Asia/Jayapura|36||
Asia/Jerusalem Asia/Tel_Aviv Israel|8||22.5.0+12 237.6.1380+8
Asia/Kabul|18||
Asia/Kamchatka|48||
Asia/Karachi|20||
Asia/Kathmandu Asia/Katmandu|23||
Asia/Khandyga|36||
Asia/Kolkata Asia/Calcutta|22||
Asia/Krasnoyarsk|28||
Asia/Kuala_Lumpur Asia/Singapore Singapore|32||
Asia/Macau Asia/Macao|32||
Asia/Magadan|44||
Asia/Makassar Asia/Ujung_Pandang|32||
Asia/Manila|32||
Asia/Nicosia Europe/Nicosia|8||24.0.60+12 238.0.60+8
Asia/Novokuznetsk|28||
Asia/Novosibirsk|28||
Asia/Omsk|24||
Asia/Oral|20||
Asia/Pontianak|28||
Asia/Pyongyang|36||
Asia/Qatar Asia/Bahrain|12||
Asia/Qostanay|24|gyku0+20|
Asia/Qyzylorda|20||
Asia/Rangoon Asia/Yangon Indian/Cocos|26||
Asia/Riyadh Antarctica/Syowa Asia/Aden Asia/Kuwait|12||
Asia/Sakhalin|44||
Asia/Samarkand|20||
Asia/Seoul ROK|36||
Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin PRC|32||
Asia/Srednekolymsk|44||
Asia/Taipei ROC|32||
Asia/Tashkent|20||
Asia/Tbilisi|16||
Asia/Tehran Iran|14||
Asia/Thimphu Asia/Thimbu|24||
Asia/Tokyo Japan|36||
Asia/Tomsk|28||
Asia/Ulaanbaatar Asia/Choibalsan Asia/Ulan_Bator|32||
Asia/Urumqi Asia/Kashgar|24||
Asia/Ust-Nera|40||
Asia/Vladivostok|40||
Asia/Yakutsk|36||
Asia/Yekaterinburg|20||
Asia/Yerevan|16||
Atlantic/Azores|-4||24.0.60+0 238.0.60-4
Atlantic/Bermuda|-16||7.0.360-12 245.0.300-16
Atlantic/Canary|0||24.0.60+4 238.0.60+0
Atlantic/Cape_Verde|-4||
Atlantic/Faroe Atlantic/Faeroe|0||24.0.60+4 238.0.60+0
Atlantic/Madeira|0||24.0.60+4 238.0.60+0
Atlantic/South_Georgia|-8||
Atlantic/Stanley|-12||
Australia/Adelaide Australia/South|42||30.6.990+38 213.6.990+42
Australia/Brisbane Australia/Queensland|40||
Australia/Broken_Hill Australia/Yancowinna|42||30.6.990+38 213.6.990+42
Australia/Darwin Australia/North|38||
Australia/Eucla|35||
Australia/Hobart Australia/Currie Australia/Tasmania|44||30.6.960+40 213.6.960+44
Australia/Lindeman|40||
Australia/Lord_Howe Australia/LHI|44||30.6.900+42 213.6.930+44
Australia/Melbourne Australia/Victoria|44||30.6.960+40 213.6.960+44
Australia/Perth Australia/West|32||
Australia/Sydney Australia/ACT Australia/Canberra Australia/NSW|44||30.6.960+40 213.6.960+44
CST6CDT|-24||7.0.480-20 245.0.420-24
EST5EDT|-20||7.0.420-16 245.0.360-20
Etc/GMT+10|-40||
Etc/GMT+11|-44||
Etc/GMT+12|-48||
Etc/GMT+1|-4||
Etc/GMT+2|-8||
Etc/GMT+3|-12||
Etc/GMT+4|-16||
Etc/GMT+5|-20||
Etc/GMT+6|-24||
Etc/GMT+7|-28||
Etc/GMT+8|-32||
Etc/GMT+9|-36||
Etc/GMT-0 Etc/GMT Etc/GMT+0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich|0||
Etc/GMT-10|40||
Etc/GMT-11|44||
Etc/GMT-12|48||
Etc/GMT-13|52||
Etc/GMT-14|56||
Etc/GMT-1|4||
Etc/GMT-2|8||
Etc/GMT-3|12||
Etc/GMT-4|16||
Etc/GMT-5|20||
Etc/GMT-6|24||
Etc/GMT-7|28||
Etc/GMT-8|32||
Etc/GMT-9|36||
Etc/UTC Etc/UCT Etc/Universal Etc/Zulu UCT UTC Universal Zulu|0||
Europe/Andorra|4||24.0.60+8 238.0.60+4
Europe/Astrakhan|16||
Europe/Athens EET|8||24.0.60+12 238.0.60+8
Europe/Belgrade Europe/Ljubljana Europe/Podgorica Europe/Sarajevo Europe/Skopje Europe/Zagreb|4||24.0.60+8 238.0.60+4
Europe/Berlin Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Copenhagen Europe/Oslo Europe/Stockholm|4||24.0.60+8 238.0.60+4
Europe/Brussels CET Europe/Amsterdam Europe/Luxembourg MET|4||24.0.60+8 238.0.60+4
Europe/Bucharest|8||24.0.60+12 238.0.60+8
Europe/Budapest|4||24.0.60+8 238.0.60+4
Europe/Chisinau Europe/Tiraspol|8||24.0.60+12 238.0.60+8
Europe/Dublin Eire|0||24.0.60+4 238.0.60+0
Europe/Gibraltar|4||24.0.60+8 238.0.60+4
Europe/Helsinki Europe/Mariehamn|8||24.0.60+12 238.0.60+8
Europe/Istanbul Asia/Istanbul Turkey|12||
Europe/Kaliningrad|8||
Europe/Kiev Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye|8||24.0.60+12 238.0.60+8
Europe/Kirov|12||
Europe/Lisbon Portugal WET|0||24.0.60+4 238.0.60+0
Europe/London Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey GB GB-Eire|0||24.0.60+4 238.0.60+0
Europe/Madrid|4||24.0.60+8 238.0.60+4
Europe/Malta|4||24.0.60+8 238.0.60+4
Europe/Minsk|12||
Europe/Moscow W-SU|12||
Europe/Paris Europe/Monaco|4||24.0.60+8 238.0.60+4
Europe/Prague Europe/Bratislava|4||24.0.60+8 238.0.60+4
Europe/Riga|8||24.0.60+12 238.0.60+8
Europe/Rome Europe/San_Marino Europe/Vatican|4||24.0.60+8 238.0.60+4
Europe/Samara|16||
Europe/Saratov|16||
Europe/Simferopol|12||
Europe/Sofia|8||24.0.60+12 238.0.60+8
Europe/Tallinn|8||24.0.60+12 238.0.60+8
Europe/Tirane|4||24.0.60+8 238.0.60+4
Europe/Ulyanovsk|16||
Europe/Vienna|4||24.0.60+8 238.0.60+4
Europe/Vilnius|8||24.0.60+12 238.0.60+8
Europe/Volgograd|12||
Europe/Warsaw Poland|4||24.0.60+8 238.0.60+4
Europe/Zurich Europe/Busingen Europe/Vaduz|4||24.0.60+8 238.0.60+4
Indian/Chagos|24||
Indian/Maldives Indian/Kerguelen|20||
Indian/Mauritius|16||
MST7MDT|-28||7.0.540-24 245.0.480-28
PST8PDT|-32||7.0.600-28 245.0.540-32
Pacific/Apia|52||
Pacific/Auckland Antarctica/McMurdo Antarctica/South_Pole NZ|52||30.6.840+48 206.6.840+52
Pacific/Bougainville|44||
Pacific/Chatham NZ-CHAT|55||30.6.840+51 206.6.840+55
Pacific/Easter Chile/EasterIsland|-20||32.0.180-24 185.0.240-20
Pacific/Efate|44||
Pacific/Enderbury Pacific/Kanton|52||
Pacific/Fakaofo|52||
Pacific/Fiji|48||
Pacific/Galapagos|-24||
Pacific/Gambier|-36||
Pacific/Guadalcanal Pacific/Pohnpei Pacific/Ponape|44||
Pacific/Guam Pacific/Saipan|40||
Pacific/Honolulu HST Pacific/Johnston US/Hawaii|-40||
Pacific/Kiritimati|56||
Pacific/Kosrae|44||
Pacific/Kwajalein Kwajalein|48||
Pacific/Marquesas|-38||
Pacific/Nauru|48||
Pacific/Niue|-44||
Pacific/Norfolk|48||30.6.900+44 213.6.900+48
Pacific/Noumea|44||
Pacific/Pago_Pago Pacific/Midway Pacific/Samoa US/Samoa|-44||
Pacific/Palau|36||
Pacific/Pitcairn|-32||
Pacific/Port_Moresby Antarctica/DumontDUrville Pacific/Chuuk Pacific/Truk Pacific/Yap|40||
Pacific/Rarotonga|-40||
Pacific/Tahiti|-40||
Pacific/Tarawa Pacific/Funafuti Pacific/Majuro Pacific/Wake Pacific/Wallis|48||
Pacific/Tongatapu|52||
`
