namespace Cardo.Standards.JsonLd;

/// <summary>
/// The terms of the NGSI-LD core @context (ETSI GS CIM 009 annex B) and the IRIs they stand for, version by version.
/// A line says from which version on a term means what: <c>since term iri type container</c>. The iri <c>.</c> (or
/// nothing) is <c>ngsi-ld:term</c>, <c>-</c> takes the term away again; a later line of the same term replaces the
/// earlier one. Versions between those named here (1.1, 1.2, 1.5 to 1.8) are read as the next newer one, which knows
/// at least their terms.
/// </summary>
internal static class CoreTerms
{
    public static readonly string[] Versions = ["1.0", "1.3", "1.4", "1.9"];

    public const string Table = """
        1.0 accept
        1.9 aggrMethods
        1.9 aggrParams
        1.9 aggrPeriodDuration
        1.3 Attribute
        1.3 attributeCount ngsi-ld:default-context/attributeCount
        1.9 attributeCount
        1.3 attributeDetails ngsi-ld:default-context/attributeDetails
        1.9 attributeDetails
        1.3 AttributeList
        1.3 attributeList . @vocab
        1.0 attributeName
        1.3 attributeName . @vocab
        1.3 attributeNames . @vocab
        1.0 attributes . @vocab
        1.3 attributeTypes . @vocab
        1.9 attrs
        1.4 avg . . @list
        1.3 bbox geojson:bbox . @list
        1.9 cacheDuration
        1.9 collation
        1.9 containedBy ngsi-ld:isContainedBy
        1.9 contextSourceAlias
        1.9 contextSourceExtras . @json
        1.9 ContextSourceIdentity
        1.9 contextSourceInfo
        1.0 ContextSourceNotification
        1.0 ContextSourceRegistration
        1.9 contextSourceTimeAt . DateTime
        1.9 contextSourceUptime
        1.9 cooldown
        1.0 coordinates
        1.3 coordinates geojson:coordinates . @list
        1.0 createdAt . DateTime
        1.0 csf
        1.0 data
        1.9 dataset ngsi-ld:hasDataset . @index
        1.0 datasetId . @id
        1.0 Date
        1.0 DateTime
        1.9 deletedAt . DateTime
        1.0 description
        1.3 description http://purl.org/dc/terms/description
        1.0 detail
        1.4 distinctCount . . @list
        1.0 end . DateTime
        1.3 end -
        1.3 endAt . DateTime
        1.0 endpoint
        1.0 endTime . DateTime
        1.3 endTime -
        1.3 endTimeAt . DateTime
        1.0 entities
        1.9 entity
        1.3 entityCount
        1.0 entityId . @id
        1.9 entityList . . @list
        1.9 EntityMap
        1.9 entityMap ngsi-ld:hasEntityMap . @index
        1.9 entityMapLifetime ngsi-ld:hasEntityMapLifetime
        1.3 EntityType
        1.3 EntityTypeInfo
        1.3 EntityTypeList
        1.0 error
        1.0 errors
        1.9 ExecutionResultDetails
        1.9 expandValues
        1.0 expires . DateTime
        1.3 expires -
        1.3 expiresAt . DateTime
        1.3 Feature geojson:Feature
        1.3 FeatureCollection geojson:FeatureCollection
        1.3 features geojson:features . @set
        1.0 format
        1.0 geometry
        1.3 geometry geojson:geometry
        1.3 GeometryCollection geojson:GeometryCollection
        1.0 GeoProperty
        1.0 geoproperty
        1.0 geoQ
        1.0 georel
        1.0 idPattern
        1.0 information
        1.0 instanceId . @id
        1.0 isActive
        1.9 join
        1.9 joinLevel ngsi-ld:hasJoinLevel
        1.9 json ngsi-ld:hasJSON @json
        1.9 jsonKeys
        1.9 jsonldContext
        1.9 JsonProperty
        1.9 jsons . . @list
        1.9 key ngsi-ld:hasKey
        1.9 lang
        1.9 langString http://www.w3.org/1999/02/22-rdf-syntax-ns#langString
        1.9 languageMap ngsi-ld:hasLanguageMap . @language
        1.9 languageMaps ngsi-ld:hasLanguageMaps . @list
        1.9 LanguageProperty
        1.0 lastFailure . DateTime
        1.9 lastN
        1.0 lastNotification . DateTime
        1.0 lastSuccess . DateTime
        1.9 lastUsedAt . DateTime
        1.3 LineString geojson:LineString
        1.9 linkedMaps
        1.9 ListProperty
        1.9 ListRelationship
        1.9 localOnly
        1.0 location
        1.9 management
        1.0 managementInterval
        1.4 max . . @list
        1.4 min . . @list
        1.9 mode
        1.0 modifiedAt . DateTime
        1.3 MultiLineString geojson:MultiLineString
        1.3 MultiPoint geojson:MultiPoint
        1.3 MultiPolygon geojson:MultiPolygon
        1.0 name
        1.3 name -
        1.9 ngsildConformance
        1.9 ngsildproof
        1.0 Notification
        1.0 notification
        1.9 notificationTrigger
        1.0 notifiedAt . DateTime
        1.9 notifierInfo
        1.9 notUpdated
        1.0 object ngsi-ld:hasObject @id
        1.9 objectList ngsi-ld:hasObjectList . @list
        1.9 objectLists ngsi-ld:hasObjectLists . @list
        1.0 objects ngsi-ld:hasObjects @id @list
        1.9 objects ngsi-ld:hasObjects . @list
        1.9 objectType ngsi-ld:hasObjectType @vocab
        1.0 observationInterval
        1.0 observationSpace
        1.0 observedAt . DateTime
        1.9 omit
        1.9 operations
        1.0 operationSpace
        1.9 orderBy . . @list
        1.9 ordering
        1.9 pick
        1.3 Point geojson:Point
        1.3 Polygon geojson:Polygon
        1.9 previousJson ngsi-ld:hasPreviousJson @json
        1.9 previousLanguageMap ngsi-ld:hasPreviousLanguageMap . @language
        1.9 previousObject ngsi-ld:hasPreviousObject @id
        1.9 previousObjectList ngsi-ld:hasPreviousObjectList . @list
        1.9 previousValue ngsi-ld:hasPreviousValue
        1.9 previousValueList ngsi-ld:hasPreviousValueList . @list
        1.9 previousVocab ngsi-ld:hasPreviousVocab @vocab
        1.9 problemDetails . @json
        1.0 properties . @vocab
        1.3 properties geojson:properties
        1.0 Property
        1.3 propertyNames . @vocab
        1.0 q
        1.0 reason
        1.9 receiverInfo
        1.9 refreshRate
        1.9 registrationId
        1.3 registrationName
        1.0 Relationship
        1.3 relationshipNames . @vocab
        1.0 relationships . @vocab
        1.3 relationships -
        1.9 resultStatus
        1.9 scope
        1.9 scopeQ
        1.9 showChanges
        1.9 Snapshot
        1.9 snapshotId
        1.9 snapshotLifetime
        1.9 SnapshotNotification
        1.9 snapshotPriority
        1.9 snapshotQueries . . @list
        1.9 snapshotQueriesDetails . . @list
        1.9 snapshotStatus
        1.9 snapshotTemporalQueries . . @list
        1.9 snapshotTemporalQueriesDetails . . @list
        1.9 splitEntities ngsi-ld:hasSplitEntities
        1.0 start . DateTime
        1.3 start -
        1.3 startAt . DateTime
        1.0 status
        1.4 stddev . . @list
        1.0 Subscription
        1.0 subscriptionId . @id
        1.3 subscriptionName
        1.0 success . @id
        1.4 sum . . @list
        1.4 sumsq . . @list
        1.9 sysAttrs
        1.0 TemporalProperty
        1.0 temporalQ
        1.9 tenant . @id
        1.0 throttling
        1.0 Time
        1.0 time . DateTime
        1.3 time -
        1.3 timeAt . DateTime
        1.0 timeInterval
        1.9 timeout
        1.0 timeproperty
        1.0 timerel
        1.9 timesFailed
        1.0 timesSent
        1.0 title
        1.3 title http://purl.org/dc/terms/title
        1.4 totalCount . . @list
        1.0 triggerReason
        1.3 typeList . @vocab
        1.3 typeName . @vocab
        1.3 typeNames . @vocab
        1.0 unchanged
        1.0 unitCode
        1.0 updated
        1.0 uri
        1.0 value ngsi-ld:hasValue
        1.9 valueList ngsi-ld:hasValueList . @list
        1.9 valueLists ngsi-ld:hasValueLists . @list
        1.0 values ngsi-ld:hasValues . @list
        1.9 valueType ngsi-ld:hasValueType @vocab
        1.9 vocab ngsi-ld:hasVocab @vocab
        1.9 VocabProperty
        1.9 vocabs ngsi-ld:hasVocabs . @list
        1.0 watchedAttributes . @vocab
        """;
}
