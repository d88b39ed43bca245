/** What the names of a destination's metrics begin with, by its kind: those of what is delivered, and that of what is not yet. */
export const metricGroups = {
  s3: { delivery: "DeliveryToS3", freshness: "DeliveryToS3" },
  // Firehose knows the age of what it has written for COPY, not of what COPY has loaded.
  redshift: { delivery: "DeliveryToRedshift", freshness: "DeliveryToS3" },
  opensearch: { delivery: "DeliveryToAmazonOpenSearchService", freshness: "DeliveryToAmazonOpenSearchService" },
  splunk: { delivery: "DeliveryToSplunk", freshness: "DeliveryToSplunk" },
  "http-endpoint": { delivery: "DeliveryToHttpEndpoint", freshness: "DeliveryToHttpEndpoint" },
} as const;
