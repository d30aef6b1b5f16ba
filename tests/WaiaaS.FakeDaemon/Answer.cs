namespace WaiaaS.FakeDaemon
{
    /// <summary>What is sent back: a status, a body, and where a redirection leads.</summary>
    internal sealed class Answer
    {
        /// <summary>In a body, the place where what came as authorization is repeated, as careless servers do.</summary>
        public const string Received = "$received";

        /// <summary>JSON, written with single quotes.</summary>
        public Answer(int status, string json)
        {
            Status = status;
            ContentType = "application/json";
            Body = json.Replace('\'', '"');
        }

        public int Status { get; private set; }

        public string ContentType { get; set; }

        public string Body { get; set; }

        public string Location { get; set; }

        public static Answer Error(int status, string code)
        {
            return new Answer(status, "{'code':'" + code + "','message':'Refused.','retryable':false,'received':'" + Received + "'}");
        }
    }
}
