import type { EnvironmentInput } from "../../environments/schema/environment";

/** All airports that the file's flights leave from: Athena knows partitions by their values alone. */
const origins = `
  ABE ABI ABQ ACT ALB AMA ANC APF ATL AUS AVL AVP AZO BDL BET BFL BGM BGR BHM BIL BIS BMI BNA BOI BOS BPT BQN
  BRO BRW BTR BTV BUF BUR BWI BZN CAE CAK CDV CHA CHS CID CLE CLL CLT CMH CMI COS CRP CRW CVG DAB DAL DAY DBQ
  DCA DEN DFW DLH DRO DSM DTW DUT EGE ELM ELP ERI EUG EVV EWR EYW FAI FAR FAT FAY FCA FLL FNT FSD FSM FWA GEG
  GGG GPT GRB GRR GSO GSP GTF GUC HDN HLN HNL HOU HPN HRL HSV IAD IAH ICT ILE ILM IND ISP ITH ITO JAC JAN JAX
  JFK JNU KOA KTN LAN LAS LAW LAX LBB LEX LFT LGA LGB LIH LIT LNK LRD LSE MAF MBS MCI MCO MDT MDW MEM MFE MFR
  MHT MIA MKE MLB MLI MLU MOB MOT MRY MSN MSO MSP MSY MTJ MYR OAK OGG OKC OMA OME ONT ORD ORF ORH OTZ PBI PDX
  PHL PHX PIA PIT PNS PSC PSG PSP PVD PWM RAP RDU RIC RNO ROA ROC RST RSW SAN SAT SAV SBA SBN SBP SCC SDF SEA
  SFO SGF SHV SIT SJC SJT SJU SLC SMF SNA SPS SRQ STL STT STX SUX SWF SYR TLH TOL TPA TRI TUL TUS TVC TXK TYR
  TYS VPS WRG XNA
`;

const columns = { event_id: "string", date: "string", delay: "int", distance: "int", destination: "string" };
const query = (jq: Record<string, string>, table: string) =>
  ({ source: { stream: "data-stream" }, destination: { kind: "s3", table, dynamicPartitioning: { jq } } }) as const;

/** What an environment takes in to keep the flights in its lake twice: a folder for each day, and one for each airport. */
export const flights = {
  lake: {
    tables: {
      "flights-by-day": {
        columns: { ...columns, origin: "string" },
        partitions: { day: { kind: "date", format: "yyyy-MM-dd", from: "2001-01-01" } },
        prefix: "data/flights-by-day/",
      },
      "flights-by-origin": {
        columns,
        partitions: { origin: { kind: "enum", values: origins.trim().split(/\s+/) } },
        prefix: "data/flights-by-origin/",
      },
    },
  },
  deliveries: {
    // 2001/01/01 00:47 is a flight of 2001-01-01, where it took off.
    "flights-by-day": query({ day: '.date[0:10] | split("/") | join("-")' }, "flights-by-day"),
    "flights-by-origin": query({ origin: ".origin" }, "flights-by-origin"),
  },
} satisfies Partial<EnvironmentInput>;
