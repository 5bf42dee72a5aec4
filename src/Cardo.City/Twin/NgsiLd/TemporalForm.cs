namespace Cardo.Twin.NgsiLd;

/// <summary>The three ways of writing a history: every instance, pairs of value and time, or statistics by period.</summary>
internal enum TemporalForm : byte { Instances, Values, Aggregated }
