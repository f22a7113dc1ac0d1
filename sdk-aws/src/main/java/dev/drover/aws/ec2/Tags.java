package dev.drover.aws.ec2;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The tags by which Drover knows what it has made; there is no other record of a cluster. */
final class Tags {
    /** On everything: the name of the cluster. */
    static final String CLUSTER = "drover:cluster";
    /** On machines: the id of the cluster's security group, which tells it from an earlier one of the same name. */
    static final String GROUP = "drover:group";
    /** On machines: {@link NodeRole#word}. */
    static final String ROLE = "drover:role";
    /** On machines: which request made them. */
    static final String BATCH = "drover:batch";
    /** On the group: how many workers there should be. */
    static final String WORKERS = "drover:workers";
    /** On the group: how often that number was changed. */
    static final String RESIZES = "drover:resizes";
    /** On the group: when its making began. */
    static final String BEGUN = "drover:begun";
    /** On the group: when everything had been asked for; not there before. */
    static final String MADE = "drover:made";
    /** On the group: the cluster was asked to end. */
    static final String ENDING = "drover:ending";
    /** On the group: the version of Spark. */
    static final String SPARK = "drover:spark";
    /** On the group: what workers are made of, for a resize. */
    static final String MACHINES = "drover:worker-machines";

    static final String PURCHASE = "drover:worker-purchase";
    static final String DISKS = "drover:worker-disks";
    /** On the group: begins the name of a Spark property that holds for every job. */
    static final String CONF = "drover:conf:";
    /** AWS's limit for one resource. */
    static final int MOST = 50;

    private Tags() {}

    static TagSpecification on(ResourceType type, Map<String, String> tags) {
        return TagSpecification.builder().resourceType(type).tags(of(tags)).build();
    }

    static List<Tag> of(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static Map<String, String> read(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    static Filter equal(String tag, String value) {
        return Filter.builder().name("tag:" + tag).values(value).build();
    }

    static Filter present(String tag) {
        return Filter.builder().name("tag-key").values(tag).build();
    }
}
