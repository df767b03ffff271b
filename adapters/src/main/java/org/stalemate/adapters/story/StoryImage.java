package org.stalemate.adapters.story;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stalemate.adapters.AdapterException;
import org.stalemate.adapters.encoding.Block;
import org.stalemate.adapters.encoding.BlockEncoder;
import org.stalemate.adapters.encoding.ResultTemplate;
import org.stalemate.adapters.encoding.Target;
import org.stalemate.adapters.image.DiskImage;
import org.stalemate.adapters.image.GuestAgent;
import org.stalemate.vocabulary.Feature;
import org.stalemate.vocabulary.Platform;

/** Writes a disk image that boots anywhere, executes one scenario and tells each outcome beside the permitted ones. */
public final class StoryImage {
    private static final int HEADER_SIZE = 32;
    private static final int CHAPTER_SIZE = 16;
    private static final int CHOICE_SIZE = 64;
    private static final int ALIGNMENT = 16;

    private final Block block;
    private final Map<String, Integer> texts = new HashMap<>();
    private final IdentityHashMap<Story.Chapter, Integer> chapters = new IdentityHashMap<>();
    private ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    private StoryImage(Block block) {
        this.block = block;
    }

    /**
     * {@return the image, written}
     *
     * @throws AdapterException if no machine can execute the scenario to its end, or the image cannot be written
     */
    public static DiskImage write(Path path, Story story) {
        Platform platform = story.scenario().start().platform();
        int processors = platform.logicalProcessors();
        Target any = new Target(platform, 0, 0, processors, List.of());
        Block block = new BlockEncoder(any).encode(story.scenario(), 1);
        String obstacle = block.obstacle();
        if (obstacle != null) {
            throw new AdapterException(
                    "step " + (block.steps() + 1) + " cannot be executed from an image: " + obstacle);
        }
        ByteBuffer behind = new StoryImage(block).encode(story);
        if (!DiskImage.fitsPreloaded(block.size() + behind.remaining())) {
            throw new AdapterException(
                    "the scenario may go on in too many ways for an image; shrink it, or leave out steps");
        }
        try {
            return DiskImage.story(path, GuestAgent.bytes(), List.of(block.bytes(), behind), processors);
        } catch (IOException e) {
            throw new AdapterException("cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    private ByteBuffer encode(Story story) {
        bytes.position(HEADER_SIZE);
        int introduction = text(story.introduction());
        int first = chapter(story.first());
        bytes.putInt(0, introduction).putInt(4, first);
        for (Feature feature : story.scenario().start().platform().features()) {
            demand(feature);
        }
        return bytes.flip();
    }

    /** Notes the bit of CPUID that enumerates a feature: of leaf 1 ECX, 7 EBX, 7 ECX or 8000_0001H EDX. */
    private void demand(Feature feature) {
        switch (feature) {
            case PCID -> demand(8, 17);
            case SMEP -> demand(12, 7);
            case INVPCID -> demand(12, 10);
            case SMAP -> demand(12, 20);
            case PKU -> demand(16, 3);
            case LA57 -> demand(16, 16);
            case PKS -> demand(16, 31);
            case NX -> demand(20, 20);
            case PAGE_1G -> demand(20, 26);
            case PSE36 -> {} // every processor with long mode has it
        }
    }

    private void demand(int at, int bit) {
        bytes.putInt(at, bytes.getInt(at) | 1 << bit);
    }

    private int text(String text) {
        return texts.computeIfAbsent(text, _ -> {
            byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
            int at = reserve(ascii.length + 1);
            bytes.put(at, ascii).put(at + ascii.length, (byte) 0);
            return at;
        });
    }

    private int chapter(Story.@Nullable Chapter chapter) {
        if (chapter == null) {
            return 0;
        }
        Integer known = chapters.get(chapter);
        if (known != null) {
            return known;
        }
        List<Story.Choice> choices = chapter.choices();
        int[] next = choices.stream().mapToInt(choice -> chapter(choice.next())).toArray();
        int[] told = choices.stream().mapToInt(choice -> text(choice.text())).toArray();
        int step = text(chapter.text());
        int permitted = text(chapter.permitted());
        bytes.position((bytes.position() + ALIGNMENT - 1) & -ALIGNMENT);
        int at = reserve(CHAPTER_SIZE + CHOICE_SIZE * choices.size());
        bytes.putInt(at, step).putInt(at + 4, permitted).putShort(at + 8, (short) choices.size());
        for (int i = 0; i < choices.size(); i++) {
            Story.Choice choice = choices.get(i);
            int here = at + CHAPTER_SIZE + CHOICE_SIZE * i;
            ResultTemplate.of(block, chapter.step(), choice.outcome(), choice.uncertainBits())
                    .write(bytes, here);
            bytes.putInt(here + ResultTemplate.SIZE, told[i]).putInt(here + ResultTemplate.SIZE + 4, next[i]);
        }
        chapters.put(chapter, at);
        return at;
    }

    /** {@return where so many bytes begin, which are zero} */
    private int reserve(int size) {
        int at = bytes.position();
        while (bytes.capacity() - at < size + ALIGNMENT) {
            bytes = ByteBuffer.allocate(2 * bytes.capacity())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(bytes.flip());
            bytes.position(at);
        }
        bytes.position(at + size);
        return at;
    }
}
