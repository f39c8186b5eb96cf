BEGIN TRANSACTION;
CREATE TABLE factsheets_concept (
	summary VARCHAR(300) NOT NULL, 
	purpose TEXT NOT NULL, 
	audience TEXT NOT NULL, 
	parts TEXT NOT NULL, 
	success TEXT NOT NULL, 
	attention TEXT NOT NULL, 
	findings TEXT NOT NULL, 
	other TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(160) NOT NULL, 
	"key" VARCHAR(320) NOT NULL, 
	other_names JSON NOT NULL, 
	position INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT uq_factsheets_concept_key UNIQUE ("key")
);
INSERT INTO "factsheets_concept" VALUES('1æøåsummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummary','1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –1 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –','1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –1 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –','1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –1 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –','1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –1 factsheets_concept.success: Æbler; "øl" & ''ål''
= –','1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –1 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –','1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –1 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –','1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –1 factsheets_concept.other: Æbler; "øl" & ''ål''
= –',1,'1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}',1,1,'2026-11-22 12:30:15.123456');
INSERT INTO "factsheets_concept" VALUES('2æøåsummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummary','2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –2 factsheets_concept.purpose: Æbler; "øl" & ''ål''
= –','2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –2 factsheets_concept.audience: Æbler; "øl" & ''ål''
= –','2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –2 factsheets_concept.parts: Æbler; "øl" & ''ål''
= –','2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –2 factsheets_concept.success: Æbler; "øl" & ''ål''
= –','2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –2 factsheets_concept.attention: Æbler; "øl" & ''ål''
= –','2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –2 factsheets_concept.findings: Æbler; "øl" & ''ål''
= –','2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –2 factsheets_concept.other: Æbler; "øl" & ''ål''
= –',2,'2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}',2,2,'2026-11-23 12:30:15.123456');
CREATE TABLE factsheets_lab (
	description TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(160) NOT NULL, 
	"key" VARCHAR(320) NOT NULL, 
	other_names JSON NOT NULL, 
	position INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT uq_factsheets_lab_key UNIQUE ("key")
);
INSERT INTO "factsheets_lab" VALUES('1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –1 factsheets_lab.description: Æbler; "øl" & ''ål''
= –',1,'1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}',1,1,'2026-11-22 12:30:15.123456');
INSERT INTO "factsheets_lab" VALUES('2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –2 factsheets_lab.description: Æbler; "øl" & ''ål''
= –',2,'2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}',2,2,'2026-11-23 12:30:15.123456');
CREATE TABLE factsheets_outdated_note (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	sheet_id INTEGER NOT NULL, 
	by_id INTEGER, 
	message TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	CONSTRAINT fk_factsheets_outdated_note_by_id_portal_user FOREIGN KEY(by_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_outdated_note_sheet_id_factsheets_sheet FOREIGN KEY(sheet_id) REFERENCES factsheets_sheet (id) ON DELETE CASCADE
);
INSERT INTO "factsheets_outdated_note" VALUES(1,1,1,'1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –1 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "factsheets_outdated_note" VALUES(2,2,2,'2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –2 factsheets_outdated_note.message: Æbler; "øl" & ''ål''
= –','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE factsheets_programme (
	lab_id INTEGER, 
	description TEXT NOT NULL, 
	theory TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(160) NOT NULL, 
	"key" VARCHAR(320) NOT NULL, 
	other_names JSON NOT NULL, 
	position INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT fk_factsheets_programme_lab_id_factsheets_lab FOREIGN KEY(lab_id) REFERENCES factsheets_lab (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_factsheets_programme_key UNIQUE ("key")
);
INSERT INTO "factsheets_programme" VALUES(1,'1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –1 factsheets_programme.description: Æbler; "øl" & ''ål''
= –','1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –1 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –',1,'1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}',1,1,'2026-11-22 12:30:15.123456');
INSERT INTO "factsheets_programme" VALUES(2,'2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –2 factsheets_programme.description: Æbler; "øl" & ''ål''
= –','2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –2 factsheets_programme.theory: Æbler; "øl" & ''ål''
= –',2,'2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}',2,2,'2026-11-23 12:30:15.123456');
CREATE TABLE factsheets_sheet (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	source_key VARCHAR(64) NOT NULL, 
	source_digest VARCHAR(64), 
	title VARCHAR(200) NOT NULL, 
	other_titles JSON NOT NULL, 
	summary VARCHAR(300) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	unit_id INTEGER, 
	institution VARCHAR(200) NOT NULL, 
	programme_id INTEGER, 
	track_id INTEGER, 
	challenge TEXT NOT NULL, 
	hypothesis_if TEXT NOT NULL, 
	hypothesis_then TEXT NOT NULL, 
	hypothesis TEXT NOT NULL, 
	actions TEXT NOT NULL, 
	findings TEXT NOT NULL, 
	elements TEXT NOT NULL, 
	attention TEXT NOT NULL, 
	target_group TEXT NOT NULL, 
	phase INTEGER, 
	outcome VARCHAR(20), 
	ready BOOLEAN NOT NULL, 
	period_start DATE, 
	period_end DATE, 
	links JSON NOT NULL, 
	builds_on_id INTEGER, 
	author_id INTEGER, 
	responsible_id INTEGER, 
	review_due DATE, 
	reviewed_on DATE, 
	status VARCHAR(10) NOT NULL, 
	published_at DATETIME, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	updated_by_id INTEGER, 
	sort_title TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	visibility VARCHAR(10) NOT NULL, 
	visible_units JSON NOT NULL, 
	visible_people JSON NOT NULL, 
	CONSTRAINT fk_factsheets_sheet_author_id_portal_user FOREIGN KEY(author_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_sheet_builds_on_id_factsheets_sheet FOREIGN KEY(builds_on_id) REFERENCES factsheets_sheet (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_sheet_programme_id_factsheets_programme FOREIGN KEY(programme_id) REFERENCES factsheets_programme (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_sheet_responsible_id_portal_user FOREIGN KEY(responsible_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_sheet_track_id_factsheets_track FOREIGN KEY(track_id) REFERENCES factsheets_track (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_sheet_unit_id_portal_unit FOREIGN KEY(unit_id) REFERENCES portal_unit (id) ON DELETE SET NULL, 
	CONSTRAINT fk_factsheets_sheet_updated_by_id_portal_user FOREIGN KEY(updated_by_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT uq_factsheets_sheet_source_key UNIQUE (source_key)
);
INSERT INTO "factsheets_sheet" VALUES(1,'1æøåsource_keysource_keysource_keysource_keysource_keysource_key','1æøåsource_digestsource_digestsource_digestsource_digestsource_d','1æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}','1æøåsummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummary','1æøåkindkindkindkind',1,'1æøåinstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstituti',1,1,'1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –',1,'1æøåoutcomeoutcomeou',0,'2026-11-22','2026-11-22','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}',NULL,1,1,'2026-11-22','2026-11-22','1æøåstatus','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456',1,'1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –','1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –1 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –',1,'1æøåvisibi','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}');
INSERT INTO "factsheets_sheet" VALUES(2,'2æøåsource_keysource_keysource_keysource_keysource_keysource_key','2æøåsource_digestsource_digestsource_digestsource_digestsource_d','2æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}','2æøåsummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummarysummary','2æøåkindkindkindkind',2,'2æøåinstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstitutioninstituti',2,2,'2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.challenge: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_if: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis_then: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.hypothesis: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.actions: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.findings: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.elements: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.attention: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.target_group: Æbler; "øl" & ''ål''
= –',2,'2æøåoutcomeoutcomeou',1,'2026-11-23','2026-11-23','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}',1,2,2,'2026-11-23','2026-11-23','2æøåstatus','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456',2,'2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.sort_title: Æbler; "øl" & ''ål''
= –','2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –2 factsheets_sheet.folded: Æbler; "øl" & ''ål''
= –',2,'2æøåvisibi','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}');
CREATE TABLE factsheets_sheet_concept (
	sheet_id INTEGER NOT NULL, 
	concept_id INTEGER NOT NULL, 
	CONSTRAINT pk_factsheets_sheet_concept PRIMARY KEY (sheet_id, concept_id), 
	CONSTRAINT fk_factsheets_sheet_concept_concept_id_factsheets_concept FOREIGN KEY(concept_id) REFERENCES factsheets_concept (id) ON DELETE CASCADE, 
	CONSTRAINT fk_factsheets_sheet_concept_sheet_id_factsheets_sheet FOREIGN KEY(sheet_id) REFERENCES factsheets_sheet (id) ON DELETE CASCADE
);
INSERT INTO "factsheets_sheet_concept" VALUES(1,1);
INSERT INTO "factsheets_sheet_concept" VALUES(2,2);
CREATE TABLE factsheets_tag (
	sheet_id INTEGER NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_factsheets_tag PRIMARY KEY (sheet_id, name), 
	CONSTRAINT fk_factsheets_tag_sheet_id_factsheets_sheet FOREIGN KEY(sheet_id) REFERENCES factsheets_sheet (id) ON DELETE CASCADE
);
INSERT INTO "factsheets_tag" VALUES(1,'1æøånamenamenamenamenamenamenamenamename');
INSERT INTO "factsheets_tag" VALUES(2,'2æøånamenamenamenamenamenamenamenamename');
CREATE TABLE factsheets_track (
	programme_id INTEGER NOT NULL, 
	description TEXT NOT NULL, 
	theory TEXT NOT NULL, 
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(160) NOT NULL, 
	"key" VARCHAR(320) NOT NULL, 
	other_names JSON NOT NULL, 
	position INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT fk_factsheets_track_programme_id_factsheets_programme FOREIGN KEY(programme_id) REFERENCES factsheets_programme (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_factsheets_track_programme_id_key UNIQUE (programme_id, "key")
);
INSERT INTO "factsheets_track" VALUES(1,'1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –1 factsheets_track.description: Æbler; "øl" & ''ål''
= –','1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –1 factsheets_track.theory: Æbler; "øl" & ''ål''
= –',1,'1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}',1,1,'2026-11-22 12:30:15.123456');
INSERT INTO "factsheets_track" VALUES(2,'2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –2 factsheets_track.description: Æbler; "øl" & ''ål''
= –','2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –2 factsheets_track.theory: Æbler; "øl" & ''ål''
= –',2,'2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}',2,2,'2026-11-23 12:30:15.123456');
CREATE TABLE portal_alembic_core (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT portal_alembic_core_pkc PRIMARY KEY (version_num)
);
INSERT INTO "portal_alembic_core" VALUES('0001');
CREATE TABLE portal_alembic_factsheets (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT portal_alembic_factsheets_pkc PRIMARY KEY (version_num)
);
INSERT INTO "portal_alembic_factsheets" VALUES('0001');
CREATE TABLE portal_attachment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	file_id INTEGER NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	position INTEGER NOT NULL, 
	added_by_id INTEGER, 
	added_at DATETIME NOT NULL, 
	removed_at DATETIME, 
	CONSTRAINT fk_portal_attachment_added_by_id_portal_user FOREIGN KEY(added_by_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT fk_portal_attachment_file_id_portal_file FOREIGN KEY(file_id) REFERENCES portal_file (id) ON DELETE RESTRICT
);
INSERT INTO "portal_attachment" VALUES(1,'1æøåkindkindkindkindkindkindkindkindkind',1,1,'1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet',1,1,'2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_attachment" VALUES(2,'2æøåkindkindkindkindkindkindkindkindkind',2,2,'2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet',2,2,'2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_audience (
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	label VARCHAR(100) NOT NULL, 
	CONSTRAINT pk_portal_audience PRIMARY KEY (kind, object_id, label)
);
INSERT INTO "portal_audience" VALUES('1æøåkindkindkindkindkindkindkindkindkind',1,'1æøålabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabell');
INSERT INTO "portal_audience" VALUES('2æøåkindkindkindkindkindkindkindkindkind',2,'2æøålabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabellabell');
CREATE TABLE portal_audit_entry (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at DATETIME NOT NULL, 
	actor_id INTEGER, 
	action VARCHAR(80) NOT NULL, 
	kind VARCHAR(40), 
	object_id INTEGER, 
	detail JSON NOT NULL, 
	CONSTRAINT fk_portal_audit_entry_actor_id_portal_user FOREIGN KEY(actor_id) REFERENCES portal_user (id) ON DELETE SET NULL
);
INSERT INTO "portal_audit_entry" VALUES(1,'2026-11-22 12:30:15.123456',1,'1æøåactionactionactionactionactionactionactionactionactionactionactionactionacti','1æøåkindkindkindkindkindkindkindkindkind',1,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}');
INSERT INTO "portal_audit_entry" VALUES(2,'2026-11-23 12:30:15.123456',2,'2æøåactionactionactionactionactionactionactionactionactionactionactionactionacti','2æøåkindkindkindkindkindkindkindkindkind',2,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}');
CREATE TABLE portal_calendar_feed (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT fk_portal_calendar_feed_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_portal_calendar_feed_digest UNIQUE (digest), 
	CONSTRAINT uq_portal_calendar_feed_user_id UNIQUE (user_id)
);
INSERT INTO "portal_calendar_feed" VALUES(1,1,'1æøådigestdigestdigestdigestdigestdigestdigestdigestdigestdigest','2026-11-22 12:30:15.123456');
INSERT INTO "portal_calendar_feed" VALUES(2,2,'2æøådigestdigestdigestdigestdigestdigestdigestdigestdigestdigest','2026-11-23 12:30:15.123456');
CREATE TABLE portal_draft (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	"key" VARCHAR(120) NOT NULL, 
	load VARCHAR(40) NOT NULL, 
	count INTEGER NOT NULL, 
	payload JSON NOT NULL, 
	base_version VARCHAR(40) NOT NULL, 
	page VARCHAR(500) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	updated_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	CONSTRAINT fk_portal_draft_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_portal_draft_user_id_key_load UNIQUE (user_id, "key", load)
);
INSERT INTO "portal_draft" VALUES(1,1,'1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeyke','1æøåloadloadloadloadloadloadloadloadload',1,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}','1æøåbase_versionbase_versionbase_version','1æøåpagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepage','1æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_draft" VALUES(2,2,'2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeyke','2æøåloadloadloadloadloadloadloadloadload',2,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}','2æøåbase_versionbase_versionbase_version','2æøåpagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepagepage','2æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_event (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	uid VARCHAR(200) NOT NULL, 
	sequence INTEGER NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	description TEXT NOT NULL, 
	place VARCHAR(200) NOT NULL, 
	link VARCHAR(500) NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	timezone VARCHAR(60) NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	organiser_id INTEGER, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT fk_portal_event_organiser_id_portal_user FOREIGN KEY(organiser_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT uq_portal_event_uid UNIQUE (uid)
);
INSERT INTO "portal_event" VALUES(1,'1æøåkindkindkindkindkindkindkindkindkind',1,'1æøåuiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduid',1,'1æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –1 portal_event.description: Æbler; "øl" & ''ål''
= –','1æøåplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplacep','1æøålinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklink','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','1æøåtimezonetimezonetimezonetimezonetimezonetimezonetimezone','1æøåstatusstatusstat',1,'2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_event" VALUES(2,'2æøåkindkindkindkindkindkindkindkindkind',2,'2æøåuiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduiduid',2,'2æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –2 portal_event.description: Æbler; "øl" & ''ål''
= –','2æøåplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplacep','2æøålinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklinklink','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2æøåtimezonetimezonetimezonetimezonetimezonetimezonetimezone','2æøåstatusstatusstat',2,'2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_event_guest (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	event_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	status VARCHAR(20) NOT NULL, 
	CONSTRAINT fk_portal_event_guest_event_id_portal_event FOREIGN KEY(event_id) REFERENCES portal_event (id) ON DELETE CASCADE, 
	CONSTRAINT fk_portal_event_guest_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_portal_event_guest_event_id_user_id UNIQUE (event_id, user_id)
);
INSERT INTO "portal_event_guest" VALUES(1,1,1,'1æøåstatusstatusstat');
INSERT INTO "portal_event_guest" VALUES(2,2,2,'2æøåstatusstatusstat');
CREATE TABLE portal_file (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	digest VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	original_name VARCHAR(200) NOT NULL, 
	uploader_id INTEGER, 
	created_at DATETIME NOT NULL, 
	used_at DATETIME NOT NULL, 
	CONSTRAINT fk_portal_file_uploader_id_portal_user FOREIGN KEY(uploader_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT uq_portal_file_digest UNIQUE (digest)
);
INSERT INTO "portal_file" VALUES(1,'1æøådigestdigestdigestdigestdigestdigestdigestdigestdigestdigest',1,'1æøåmedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_','1æøåoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameo',1,'2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_file" VALUES(2,'2æøådigestdigestdigestdigestdigestdigestdigestdigestdigestdigest',2,'2æøåmedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_typemedia_','2æøåoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameoriginal_nameo',2,'2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_follow (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	tag VARCHAR(80) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT fk_portal_follow_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_portal_follow_user_id_kind_object_id_tag UNIQUE (user_id, kind, object_id, tag)
);
INSERT INTO "portal_follow" VALUES(1,1,'1æøåkindkindkindkindkindkindkindkindkind',1,'1æøåtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagt','2026-11-22 12:30:15.123456');
INSERT INTO "portal_follow" VALUES(2,2,'2æøåkindkindkindkindkindkindkindkindkind',2,'2æøåtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagtagt','2026-11-23 12:30:15.123456');
CREATE TABLE portal_index_entry (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	conceals BOOLEAN NOT NULL, 
	queued_at DATETIME NOT NULL
);
INSERT INTO "portal_index_entry" VALUES(1,'1æøåkindkindkindkindkindkindkindkindkind',1,0,'2026-11-22 12:30:15.123456');
INSERT INTO "portal_index_entry" VALUES(2,'2æøåkindkindkindkindkindkindkindkindkind',2,1,'2026-11-23 12:30:15.123456');
CREATE TABLE portal_job (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	topic VARCHAR(80) NOT NULL, 
	"key" VARCHAR(200), 
	payload JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	attempts INTEGER NOT NULL, 
	leased_until DATETIME, 
	lease VARCHAR(40), 
	done_at DATETIME, 
	failed_at DATETIME, 
	last_error TEXT NOT NULL, 
	CONSTRAINT uq_portal_job_topic_key UNIQUE (topic, "key")
);
INSERT INTO "portal_job" VALUES(1,'1æøåtopictopictopictopictopictopictopictopictopictopictopictopictopictopictopict','1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456',1,'2026-11-22 12:30:15.123456','1æøåleaseleaseleaseleaseleaseleaseleasel','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –1 portal_job.last_error: Æbler; "øl" & ''ål''
= –');
INSERT INTO "portal_job" VALUES(2,'2æøåtopictopictopictopictopictopictopictopictopictopictopictopictopictopictopict','2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykey','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456',2,'2026-11-23 12:30:15.123456','2æøåleaseleaseleaseleaseleaseleaseleasel','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –2 portal_job.last_error: Æbler; "øl" & ''ål''
= –');
CREATE TABLE portal_known_permission (
	name VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_portal_known_permission PRIMARY KEY (name)
);
INSERT INTO "portal_known_permission" VALUES('1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename');
INSERT INTO "portal_known_permission" VALUES('2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename');
CREATE TABLE portal_membership (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	function VARCHAR(20) NOT NULL, 
	CONSTRAINT fk_portal_membership_unit_id_portal_unit FOREIGN KEY(unit_id) REFERENCES portal_unit (id) ON DELETE CASCADE, 
	CONSTRAINT fk_portal_membership_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_portal_membership_user_id_unit_id_function UNIQUE (user_id, unit_id, function)
);
INSERT INTO "portal_membership" VALUES(1,1,1,'1æøåfunctionfunction');
INSERT INTO "portal_membership" VALUES(2,2,2,'2æøåfunctionfunction');
CREATE TABLE portal_notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	topic VARCHAR(80) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	params JSON NOT NULL, 
	actor_id INTEGER, 
	created_at DATETIME NOT NULL, 
	read_at DATETIME, 
	mailed_at DATETIME, 
	CONSTRAINT fk_portal_notice_actor_id_portal_user FOREIGN KEY(actor_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT fk_portal_notice_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE
);
INSERT INTO "portal_notice" VALUES(1,1,'1æøåtopictopictopictopictopictopictopictopictopictopictopictopictopictopictopict','1æøåkindkindkindkindkindkindkindkindkind',1,'1æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeyk','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}',1,'2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_notice" VALUES(2,2,'2æøåtopictopictopictopictopictopictopictopictopictopictopictopictopictopictopict','2æøåkindkindkindkindkindkindkindkindkind',2,'2æøåkeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeykeyk','{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}',2,'2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_notice_choice (
	user_id INTEGER NOT NULL, 
	topic VARCHAR(80) NOT NULL, 
	channel VARCHAR(10) NOT NULL, 
	CONSTRAINT pk_portal_notice_choice PRIMARY KEY (user_id, topic), 
	CONSTRAINT fk_portal_notice_choice_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE
);
INSERT INTO "portal_notice_choice" VALUES(1,'1æøåtopictopictopictopictopictopictopictopictopictopictopictopictopictopictopict','1æøåchanne');
INSERT INTO "portal_notice_choice" VALUES(2,'2æøåtopictopictopictopictopictopictopictopictopictopictopictopictopictopictopict','2æøåchanne');
CREATE TABLE portal_plugin_failure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	plugin VARCHAR(60) NOT NULL, 
	at DATETIME NOT NULL, 
	place VARCHAR(120) NOT NULL, 
	error_id VARCHAR(20) NOT NULL, 
	summary TEXT NOT NULL, 
	trace TEXT NOT NULL
);
INSERT INTO "portal_plugin_failure" VALUES(1,'1æøåpluginpluginpluginpluginpluginpluginpluginpluginpluginpl','2026-11-22 12:30:15.123456','1æøåplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplacep','1æøåerror_iderror_id','1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –','1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –1 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –');
INSERT INTO "portal_plugin_failure" VALUES(2,'2æøåpluginpluginpluginpluginpluginpluginpluginpluginpluginpl','2026-11-23 12:30:15.123456','2æøåplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplaceplacep','2æøåerror_iderror_id','2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.summary: Æbler; "øl" & ''ål''
= –','2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –2 portal_plugin_failure.trace: Æbler; "øl" & ''ål''
= –');
CREATE TABLE portal_plugin_state (
	name VARCHAR(60) NOT NULL, 
	enabled BOOLEAN NOT NULL, 
	quarantined_at DATETIME, 
	reason TEXT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_portal_plugin_state PRIMARY KEY (name)
);
INSERT INTO "portal_plugin_state" VALUES('1æøånamenamenamenamenamenamenamenamenamenamenamenamenamename',0,'2026-11-22 12:30:15.123456','1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –1 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –','2026-11-22 12:30:15.123456');
INSERT INTO "portal_plugin_state" VALUES('2æøånamenamenamenamenamenamenamenamenamenamenamenamenamename',1,'2026-11-23 12:30:15.123456','2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –2 portal_plugin_state.reason: Æbler; "øl" & ''ål''
= –','2026-11-23 12:30:15.123456');
CREATE TABLE portal_read_count (
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_portal_read_count PRIMARY KEY (kind, object_id, day)
);
INSERT INTO "portal_read_count" VALUES('1æøåkindkindkindkindkindkindkindkindkind',1,'2026-11-22',1);
INSERT INTO "portal_read_count" VALUES('2æøåkindkindkindkindkindkindkindkindkind',2,'2026-11-23',2);
CREATE TABLE portal_revision (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	actor_id INTEGER, 
	at DATETIME NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	source INTEGER, 
	data JSON NOT NULL, 
	CONSTRAINT fk_portal_revision_actor_id_portal_user FOREIGN KEY(actor_id) REFERENCES portal_user (id) ON DELETE SET NULL, 
	CONSTRAINT uq_portal_revision_kind_object_id_number UNIQUE (kind, object_id, number)
);
INSERT INTO "portal_revision" VALUES(1,'1æøåkindkindkindkindkindkindkindkindkind',1,1,1,'2026-11-22 12:30:15.123456','1æøåactionactionactionactionactionaction',1,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}');
INSERT INTO "portal_revision" VALUES(2,'2æøåkindkindkindkindkindkindkindkindkind',2,2,2,'2026-11-23 12:30:15.123456','2æøåactionactionactionactionactionaction',2,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}');
CREATE TABLE portal_role (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR(40) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	description VARCHAR(300) NOT NULL, 
	CONSTRAINT uq_portal_role_key UNIQUE ("key")
);
INSERT INTO "portal_role" VALUES(1,'1æøåkeykeykeykeykeykeykeykeykeykeykeykey','1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøådescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptio');
INSERT INTO "portal_role" VALUES(2,'2æøåkeykeykeykeykeykeykeykeykeykeykeykey','2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøådescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptiondescriptio');
CREATE TABLE portal_role_permission (
	role_id INTEGER NOT NULL, 
	permission VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_portal_role_permission PRIMARY KEY (role_id, permission), 
	CONSTRAINT fk_portal_role_permission_role_id_portal_role FOREIGN KEY(role_id) REFERENCES portal_role (id) ON DELETE CASCADE
);
INSERT INTO "portal_role_permission" VALUES(1,'1æøåpermissionpermissionpermissionpermissionpermissionpermissionpermissionpermis');
INSERT INTO "portal_role_permission" VALUES(2,'2æøåpermissionpermissionpermissionpermissionpermissionpermissionpermissionpermis');
CREATE TABLE portal_search_miss (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"query" VARCHAR(80) NOT NULL, 
	day DATE NOT NULL, 
	people INTEGER NOT NULL, 
	CONSTRAINT uq_portal_search_miss_query_day UNIQUE ("query", day)
);
INSERT INTO "portal_search_miss" VALUES(1,'1æøåqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryq','2026-11-22',1);
INSERT INTO "portal_search_miss" VALUES(2,'2æøåqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryqueryq','2026-11-23',2);
CREATE TABLE portal_search_miss_mark (
	mark VARCHAR(64) NOT NULL, 
	day DATE NOT NULL, 
	CONSTRAINT pk_portal_search_miss_mark PRIMARY KEY (mark)
);
INSERT INTO "portal_search_miss_mark" VALUES('1æøåmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmark','2026-11-22');
INSERT INTO "portal_search_miss_mark" VALUES('2æøåmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmarkmark','2026-11-23');
CREATE TABLE portal_search_miss_salt (
	day DATE NOT NULL, 
	salt VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_portal_search_miss_salt PRIMARY KEY (day)
);
INSERT INTO "portal_search_miss_salt" VALUES('2026-11-22','1æøåsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsalt');
INSERT INTO "portal_search_miss_salt" VALUES('2026-11-23','2æøåsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsaltsalt');
CREATE TABLE portal_sign_in_failure (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	account VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL
);
INSERT INTO "portal_sign_in_failure" VALUES(1,'1æøåaccountaccountaccountaccountaccountaccountaccountaccountacco','2026-11-22 12:30:15.123456');
INSERT INTO "portal_sign_in_failure" VALUES(2,'2æøåaccountaccountaccountaccountaccountaccountaccountaccountacco','2026-11-23 12:30:15.123456');
CREATE TABLE portal_synonym_set (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	words JSON NOT NULL, 
	updated_at DATETIME NOT NULL
);
INSERT INTO "portal_synonym_set" VALUES(1,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 1, null, true], "dybt": {"\u00e6": 1.5}}','2026-11-22 12:30:15.123456');
INSERT INTO "portal_synonym_set" VALUES(2,'{"ord": ["bl\u00e5b\u00e6rgr\u00f8d", 2, null, true], "dybt": {"\u00e6": 1.5}}','2026-11-23 12:30:15.123456');
CREATE TABLE portal_token (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user_id INTEGER NOT NULL, 
	purpose VARCHAR(20) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT fk_portal_token_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_portal_token_digest UNIQUE (digest)
);
INSERT INTO "portal_token" VALUES(1,1,'1æøåpurposepurposepu','1æøådigestdigestdigestdigestdigestdigestdigestdigestdigestdigest','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_token" VALUES(2,2,'2æøåpurposepurposepu','2æøådigestdigestdigestdigestdigestdigestdigestdigestdigestdigest','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_tombstone (
	kind VARCHAR(40) NOT NULL, 
	object_id INTEGER NOT NULL, 
	deleted_at DATETIME NOT NULL, 
	CONSTRAINT pk_portal_tombstone PRIMARY KEY (kind, object_id)
);
INSERT INTO "portal_tombstone" VALUES('1æøåkindkindkindkindkindkindkindkindkind',1,'2026-11-22 12:30:15.123456');
INSERT INTO "portal_tombstone" VALUES('2æøåkindkindkindkindkindkindkindkindkind',2,'2026-11-23 12:30:15.123456');
CREATE TABLE portal_unit (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	parent_id INTEGER, 
	name VARCHAR(160) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	closed_at DATETIME, 
	CONSTRAINT fk_portal_unit_parent_id_portal_unit FOREIGN KEY(parent_id) REFERENCES portal_unit (id) ON DELETE RESTRICT
);
INSERT INTO "portal_unit" VALUES(1,NULL,'1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåkindkindkindkind','2026-11-22 12:30:15.123456');
INSERT INTO "portal_unit" VALUES(2,1,'2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåkindkindkindkind','2026-11-23 12:30:15.123456');
CREATE TABLE portal_user (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	title VARCHAR(120) NOT NULL, 
	phone VARCHAR(40) NOT NULL, 
	password_hash VARCHAR(200), 
	active BOOLEAN NOT NULL, 
	language VARCHAR(5) NOT NULL, 
	theme VARCHAR(5) NOT NULL, 
	session_version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	invited_at DATETIME, 
	last_seen_at DATETIME, 
	last_visit_at DATETIME, 
	CONSTRAINT uq_portal_user_email UNIQUE (email)
);
INSERT INTO "portal_user" VALUES(1,'1æøåemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemail','1æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','1æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','1æøåphonephonephonephonephonephonephonep','1æøåpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashp',0,'1æøål','1æøåt',1,'2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456','2026-11-22 12:30:15.123456');
INSERT INTO "portal_user" VALUES(2,'2æøåemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemailemail','2æøånamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamenamename','2æøåtitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitletitlet','2æøåphonephonephonephonephonephonephonep','2æøåpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashpassword_hashp',1,'2æøål','2æøåt',2,'2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456','2026-11-23 12:30:15.123456');
CREATE TABLE portal_user_role (
	user_id INTEGER NOT NULL, 
	role_id INTEGER NOT NULL, 
	CONSTRAINT pk_portal_user_role PRIMARY KEY (user_id, role_id), 
	CONSTRAINT fk_portal_user_role_role_id_portal_role FOREIGN KEY(role_id) REFERENCES portal_role (id) ON DELETE CASCADE, 
	CONSTRAINT fk_portal_user_role_user_id_portal_user FOREIGN KEY(user_id) REFERENCES portal_user (id) ON DELETE CASCADE
);
INSERT INTO "portal_user_role" VALUES(1,1);
INSERT INTO "portal_user_role" VALUES(2,2);
CREATE INDEX ix_portal_audience_label ON portal_audience (label, kind);
CREATE INDEX ix_portal_index_entry_object ON portal_index_entry (kind, object_id);
CREATE INDEX ix_portal_job_due ON portal_job (done_at, failed_at, due_at);
CREATE INDEX ix_portal_plugin_failure_plugin ON portal_plugin_failure (plugin, at);
CREATE INDEX ix_portal_read_count_day ON portal_read_count (day);
CREATE INDEX ix_portal_search_miss_day ON portal_search_miss (day);
CREATE INDEX ix_portal_search_miss_mark_day ON portal_search_miss_mark (day);
CREATE INDEX ix_portal_sign_in_failure_account ON portal_sign_in_failure (account, at);
CREATE INDEX ix_portal_synonym_set_updated_at ON portal_synonym_set (updated_at);
CREATE INDEX ix_portal_unit_name ON portal_unit (name);
CREATE INDEX ix_portal_unit_parent_id ON portal_unit (parent_id);
CREATE INDEX ix_portal_user_name ON portal_user (name);
CREATE INDEX ix_portal_audit_entry_action ON portal_audit_entry (action);
CREATE INDEX ix_portal_audit_entry_actor_id ON portal_audit_entry (actor_id);
CREATE INDEX ix_portal_audit_entry_at ON portal_audit_entry (at);
CREATE INDEX ix_portal_audit_entry_object ON portal_audit_entry (kind, object_id);
CREATE INDEX ix_portal_draft_updated_at ON portal_draft (updated_at);
CREATE INDEX ix_portal_event_object ON portal_event (kind, object_id);
CREATE INDEX ix_portal_event_organiser_id ON portal_event (organiser_id);
CREATE INDEX ix_portal_event_starts_at ON portal_event (starts_at);
CREATE INDEX ix_portal_file_uploader_id ON portal_file (uploader_id);
CREATE INDEX ix_portal_file_used_at ON portal_file (used_at);
CREATE INDEX ix_portal_follow_target ON portal_follow (kind, object_id, tag);
CREATE INDEX ix_portal_membership_unit_id ON portal_membership (unit_id);
CREATE INDEX ix_portal_membership_user_id ON portal_membership (user_id);
CREATE INDEX ix_portal_notice_actor_id ON portal_notice (actor_id);
CREATE INDEX ix_portal_notice_mailed ON portal_notice (mailed_at, read_at, created_at);
CREATE INDEX ix_portal_notice_object ON portal_notice (kind, object_id);
CREATE INDEX ix_portal_notice_user ON portal_notice (user_id, read_at);
CREATE INDEX ix_portal_revision_actor_id ON portal_revision (actor_id);
CREATE INDEX ix_portal_token_user_id ON portal_token (user_id);
CREATE INDEX ix_portal_attachment_added_by_id ON portal_attachment (added_by_id);
CREATE INDEX ix_portal_attachment_file_id ON portal_attachment (file_id);
CREATE INDEX ix_portal_attachment_object ON portal_attachment (kind, object_id);
CREATE INDEX ix_portal_attachment_removed_at ON portal_attachment (removed_at);
CREATE INDEX ix_portal_event_guest_user_id ON portal_event_guest (user_id);
CREATE INDEX ix_factsheets_programme_lab_id ON factsheets_programme (lab_id);
CREATE INDEX ix_factsheets_track_programme_id ON factsheets_track (programme_id);
CREATE INDEX ix_factsheets_sheet_author_id ON factsheets_sheet (author_id);
CREATE INDEX ix_factsheets_sheet_builds_on_id ON factsheets_sheet (builds_on_id);
CREATE INDEX ix_factsheets_sheet_programme_id ON factsheets_sheet (programme_id);
CREATE INDEX ix_factsheets_sheet_responsible_id ON factsheets_sheet (responsible_id);
CREATE INDEX ix_factsheets_sheet_status ON factsheets_sheet (status, published_at);
CREATE INDEX ix_factsheets_sheet_track_id ON factsheets_sheet (track_id);
CREATE INDEX ix_factsheets_sheet_unit_id ON factsheets_sheet (unit_id);
CREATE INDEX ix_factsheets_outdated_note_sheet_id ON factsheets_outdated_note (sheet_id);
CREATE INDEX ix_factsheets_sheet_concept_concept_id ON factsheets_sheet_concept (concept_id);
CREATE INDEX ix_factsheets_tag_name ON factsheets_tag (name);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('factsheets_concept',2);
INSERT INTO "sqlite_sequence" VALUES('factsheets_lab',2);
INSERT INTO "sqlite_sequence" VALUES('portal_index_entry',2);
INSERT INTO "sqlite_sequence" VALUES('portal_job',2);
INSERT INTO "sqlite_sequence" VALUES('portal_plugin_failure',2);
INSERT INTO "sqlite_sequence" VALUES('portal_role',2);
INSERT INTO "sqlite_sequence" VALUES('portal_search_miss',2);
INSERT INTO "sqlite_sequence" VALUES('portal_sign_in_failure',2);
INSERT INTO "sqlite_sequence" VALUES('portal_synonym_set',2);
INSERT INTO "sqlite_sequence" VALUES('portal_unit',2);
INSERT INTO "sqlite_sequence" VALUES('portal_user',2);
INSERT INTO "sqlite_sequence" VALUES('factsheets_programme',2);
INSERT INTO "sqlite_sequence" VALUES('portal_audit_entry',2);
INSERT INTO "sqlite_sequence" VALUES('portal_calendar_feed',2);
INSERT INTO "sqlite_sequence" VALUES('portal_draft',2);
INSERT INTO "sqlite_sequence" VALUES('portal_event',2);
INSERT INTO "sqlite_sequence" VALUES('portal_file',2);
INSERT INTO "sqlite_sequence" VALUES('portal_follow',2);
INSERT INTO "sqlite_sequence" VALUES('portal_membership',2);
INSERT INTO "sqlite_sequence" VALUES('portal_notice',2);
INSERT INTO "sqlite_sequence" VALUES('portal_revision',2);
INSERT INTO "sqlite_sequence" VALUES('portal_token',2);
INSERT INTO "sqlite_sequence" VALUES('factsheets_track',2);
INSERT INTO "sqlite_sequence" VALUES('portal_attachment',2);
INSERT INTO "sqlite_sequence" VALUES('portal_event_guest',2);
INSERT INTO "sqlite_sequence" VALUES('factsheets_sheet',2);
INSERT INTO "sqlite_sequence" VALUES('factsheets_outdated_note',2);
COMMIT;
