package org.stalemate.adapters.encoding;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which words the accesses to an address may reach, as found so far; see {@link Reach}. */
final class Answers {
    private final LongIndex questions = new LongIndex();
    private int[] newest = new int[64];

    private int count;
    private int[] questionOf = new int[64];
    /** The answer to the same question before. */
    private int[] older = new int[64];

    private int[] versions = new int[64];
    private int[] firsts = new int[64];
    private int[] counts = new int[64];
    private @Nullable String[] obstacles = new String[64];

    private int[] words = new int[1024];
    private int wordCount;

    private int questionsAtMark;
    private int answersAtMark;
    private int wordsAtMark;

    void clear() {
        questions.clear();
        count = 0;
        wordCount = 0;
    }

    /** Whatever happens from now on can be undone. */
    void mark() {
        questionsAtMark = questions.size();
        answersAtMark = count;
        wordsAtMark = wordCount;
    }

    /** Everything is as it was at the last mark. */
    void undo() {
        while (count > answersAtMark) {
            count--;
            newest[questionOf[count]] = older[count];
        }
        questions.truncate(questionsAtMark);
        wordCount = wordsAtMark;
    }

    /** {@return the number of the answer that was given to a question in a version of what it depends on, or -1} */
    int find(long question, int version) {
        int known = questions.find(question);
        return known >= 0 && versions[newest[known]] == version ? newest[known] : -1;
    }

    /** {@return the number of a new answer} */
    int add(long question, int version, LongIndex addresses, Words known, @Nullable String obstacle) {
        if (count == versions.length) {
            grow(2 * count);
        }
        int number = questions.add(question);
        int answer = count++;
        questionOf[answer] = number;
        older[answer] = newest[number]; // of a new question, undone with it, this means nothing
        newest[number] = answer;
        versions[answer] = version;
        firsts[answer] = wordCount;
        counts[answer] = addresses.size();
        obstacles[answer] = obstacle;
        for (int i = 0; i < addresses.size(); i++) {
            addWord(known.find(addresses.key(i)));
        }
        return answer;
    }

    private void addWord(int word) {
        if (wordCount == words.length) {
            words = Arrays.copyOf(words, 2 * wordCount);
        }
        words[wordCount++] = word;
    }

    /** There are at most as many questions as answers. */
    private void grow(int size) {
        newest = Arrays.copyOf(newest, size);
        questionOf = Arrays.copyOf(questionOf, size);
        older = Arrays.copyOf(older, size);
        versions = Arrays.copyOf(versions, size);
        firsts = Arrays.copyOf(firsts, size);
        counts = Arrays.copyOf(counts, size);
        obstacles = Arrays.copyOf(obstacles, size);
    }

    /** {@return where the set begins: sets that begin at the same place are the same} */
    int first(int answer) {
        return firsts[answer];
    }

    int count(int answer) {
        return counts[answer];
    }

    /** {@return the n-th word of the set} */
    int word(int answer, int n) {
        return words[firsts[answer] + n];
    }

    /** {@return why the target must not make the access, or null} */
    @Nullable
    String obstacle(int answer) {
        return obstacles[answer];
    }
}
